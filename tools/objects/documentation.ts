/** Pages and headings of the documentation that several types link to. */

const AGENT = "https://docs.goauthentik.io/endpoint-devices/authentik-agent";
const CONFIGURATION = `${AGENT}/configuration`;
export const FLOW_DOCS = `${CONFIGURATION}#create-and-apply-a-oauth-device-code-flow`;
export const CLI_DOCS = `${CONFIGURATION}#create-an-application-and-provider-in-authentik-for-cli`;
export const CONNECTOR_DOCS = `${CONFIGURATION}#create-the-authentik-agent-connector`;
export const GROUP_DOCS = `${AGENT}/device-authentication/device-access-groups`;
export const TOKEN_DOCS = `${AGENT}/agent-deployment/linux#create-an-enrollment-token`;
export const DEVICE_CODE_DOCS =
  "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/device_code#requirements";
export const ACCESS_DOCS =
  "https://docs.goauthentik.io/add-secure-apps/applications/manage_apps#policy-driven-authorization";
export const BINDING_DOCS = "https://docs.goauthentik.io/add-secure-apps/bindings-overview/";
export const BRAND_DOCS = "https://docs.goauthentik.io/customize/branding/";
export const STAGE_DOCS = "https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/endpoint/";
export const CLI_APPLICATIONS_DOCS =
  "https://docs.goauthentik.io/endpoint-devices/device-authentication/cli-app-authentication#how-cli-authentication-works";
