import * as z from "zod";
import {
  DENIED_ACTIONS,
  DEVICE_CODE_GRANT,
  ENDPOINT_STAGE_MODES,
  FLOW_AUTHENTICATIONS,
  FLOW_DESIGNATIONS,
  FLOW_LAYOUTS,
  GRANT_TYPES,
  ISSUER_MODES,
  LOGOUT_METHODS,
  POLICY_ENGINE_MODES,
  SUBJECT_MODES,
} from "../choices";
import {
  address,
  choice,
  clientId,
  duration,
  environmentName,
  filledList,
  flag,
  httpUrl,
  image,
  imageOrNone,
  instant,
  launchUrl,
  list,
  name,
  objectId,
  orFalse,
  orNothing,
  scope,
  settings,
  slug,
  text,
  uuid,
  versions,
  wholeNumber,
} from "./setting-types";

export const bindingSchema = settings(
  "Whom this lets in: exactly one of group, user and policy.",
  {
    group: name("Name of the group whose members are let in."),
    user: name("Username of the one who is let in."),
    policy: name("Name, under `policies`, of the policy that decides."),
    order: wholeNumber(
      "Place in which authentik evaluates the entry; by default its place in the list, from 0.",
    ),
    negate: flag("Turns the result around: lets in everyone but these.", false),
    enabled: flag("Whether authentik looks at the entry.", true),
    timeoutSeconds: wholeNumber("How long the policy may take, in seconds.", 30),
    failureResult: flag("The result where the policy fails with an error.", false),
  },
  {},
  {
    oneOf: ["group", "user", "policy"].map((kind) => ({
      type: "object",
      required: [kind],
      properties: { [kind]: {} },
    })),
  },
);

export const deviceCodeFlowSchema = settings(
  "The flow in which people enter the code that their device shows; by default a new one with the documentation's values.",
  {
    existing: slug(
      "Slug of a flow that is already deployed, which is used as it is; leaves no room for other settings.",
    ),
    name: name("Name of the flow.", "default-device-code-flow"),
    title: name("What people see above the flow.", "Device code flow"),
    slug: slug("Slug of the flow.", "default-device-code-flow"),
    designation: choice(FLOW_DESIGNATIONS, "What authentik uses the flow for.", "stage_configuration"),
    authentication: choice(FLOW_AUTHENTICATIONS, "Who may enter the flow.", "require_authenticated"),
    layout: choice(FLOW_LAYOUTS, "How the flow looks.", "stacked"),
    background: imageOrNone(
      'The background image, "" for that of the brand.',
      "/static/dist/assets/images/flow_background.jpg",
    ),
    policyEngineMode: choice(
      POLICY_ENGINE_MODES,
      "Whether all bindings of the flow must pass or any.",
      "any",
    ),
    deniedAction: choice(DENIED_ACTIONS, "What happens to people whom a binding denies.", "message_continue"),
    compatibilityMode: flag(
      "Helps password managers and mobile devices at the price of a simpler page.",
      true,
    ),
  },
);

const brands = settings("The brands that use the device code flow; nothing else of them is changed.", {
  default: name("Domain of the default brand.", "authentik-default"),
  others: list(
    name("Domain of an existing brand."),
    "Domains of further existing brands that get the flow too.",
    [],
  ),
  released: list(
    name("Domain that was among `others`."),
    "Domains that were among `others` and are let go of unchanged; without this Terraform refuses to drop them.",
    [],
  ),
  release: flag("Lets go of the brands without changing them, to be applied before a teardown.", false),
});

const application = settings("The application under which authentik shows the CLI.", {
  name: name("Name of the application.", "authentik-cli"),
  slug: slug("Part of the tokens' issuer; agents expect the default.", "authentik-cli"),
  group: name("Heading under which the dashboard shows the application."),
  policyEngineMode: choice(POLICY_ENGINE_MODES, "Whether all of `access` must let someone in or any.", "any"),
  launchUrl: launchUrl("Where the dashboard's tile leads."),
  icon: image("The tile's icon."),
  description: text("What the dashboard says about the application."),
  publisher: name("Who the dashboard says publishes it."),
  openInNewTab: flag("Opens the tile's page in a new tab.", false),
  hide: flag("Hides the application from people's dashboards.", false),
});

export const cliSchema = settings(
  "The OAuth2 provider and the application with which the agent's command line logs people in.",
  {
    name: name("Name of the provider, unique in authentik.", "authentik-cli"),
    clientId: clientId(
      "What the agent's CLI sends as its client id; agents expect the default.",
      "authentik-cli",
    ),
    authorizationFlow: slug(
      "Slug of the flow in which people allow the CLI.",
      "default-provider-authorization-implicit-consent",
    ),
    authenticationFlow: slug("Slug of the flow in which people log in first; by default the brand's."),
    invalidationFlow: slug("Slug of the flow that ends the session.", "default-provider-invalidation-flow"),
    signingKey: name("Name of the certificate that signs the tokens.", "authentik Self-signed Certificate"),
    scopes: filledList(scope("A managed scope."), "Scopes from authentik's managed mappings.", [
      "openid",
      "email",
      "profile",
      "offline_access",
    ]),
    apiAccess: flag(
      "Lets the CLI call authentik's API in the user's name (scope goauthentik.io/api).",
      false,
    ),
    customScopeMappings: list(
      name("Name of a scope mapping."),
      "Names of further scope mappings, made by yourselves.",
      [],
    ),
    grantTypes: orFalse(
      filledList(
        choice(GRANT_TYPES, "A grant."),
        "Grants the client may use; false leaves them to servers that do not know the field (before 2026.5).",
        [DEVICE_CODE_GRANT, "refresh_token"],
      ),
    ),
    accessCodeValidity: duration("How long an access code lasts.", "minutes=1"),
    accessTokenValidity: duration("How long an access token lasts.", "minutes=10"),
    refreshTokenValidity: duration("How long a login lasts without a new one.", "days=30"),
    refreshTokenThreshold: duration("How long before its end a refresh token is renewed.", "seconds=0"),
    includeClaimsInIdToken: flag("Puts what the scopes say about the user into the id token.", true),
    issuerMode: choice(
      ISSUER_MODES,
      "Whether the tokens' issuer names the application or authentik.",
      "per_provider",
    ),
    subjectMode: choice(SUBJECT_MODES, "What identifies a user in the tokens.", "hashed_user_id"),
    logoutMethod: choice(LOGOUT_METHODS, "How authentik tells the client about a logout.", "backchannel"),
    application: orNothing(application),
    access: list(bindingSchema, "Who may use the CLI; by default everyone who can log in to authentik.", []),
  },
);

export const connectorSchema = settings("The connector through which devices enrol and report.", {
  name: name("Name of the connector.", "authentik Agent"),
  refreshInterval: duration("How often agents fetch their configuration.", "minutes=30"),
  enabled: flag("Whether devices may enrol and check in.", true),
  furtherFederatedProviders: list(
    name("Name of an OAuth2 provider."),
    "Names of further OAuth2 providers whose tokens the connector accepts beside the CLI's.",
    [],
  ),
  snapshotExpiry: duration("How long what a device reported about itself counts.", "hours=24"),
  authSessionDuration: duration("How long a login on a device lasts.", "hours=8"),
  authTerminateSessionOnExpiry: flag("Ends the device's session when the login has expired.", true),
  authorizationFlow: slug("Slug of the flow in which people log in on a device."),
  nssUidOffset: wholeNumber("Added to a user's number to make the device's uid.", 2000),
  nssGidOffset: wholeNumber("Added to a group's number to make the device's gid.", 4000),
  challengeKey: name("Name of the certificate whose key signs challenges to browsers."),
  challengeIdleTimeout: duration(
    "How long a browser waits for the agent's answer to a challenge.",
    "seconds=3",
  ),
  challengeTriggerCheckIn: flag("Makes the agent check in with each challenge.", true),
});

export const deviceAccessGroupSchema = settings(
  "A group of devices.",
  { access: list(bindingSchema, "Who may log in to the group's devices; by default nobody.", []) },
  { name: name("Name of the group, unique in authentik.") },
);

export const enrollmentTokenSchema = settings(
  "A token with which devices enrol.",
  {
    deviceAccessGroup: name("Name, under `deviceAccessGroups`, of the group that the devices join."),
    expiring: flag("Whether the token ends: 30 minutes after it is made, or at `expires`.", true),
    expires: instant("When the token ends; by default 30 minutes after it is made."),
    retrieveKey: flag("Reads the key into Terraform's state and a sensitive output.", false),
  },
  { name: name("Name of the token.") },
);

export const endpointStageSchema = settings(
  "A stage that checks the device on which someone logs in, to be bound to an authentication flow.",
  { mode: choice(ENDPOINT_STAGE_MODES, "Whether a login needs a known device.", "optional") },
  { name: name("Name of the stage, unique in authentik.") },
);

const workspace = {
  organization: name("Name of the organization."),
  workspace: name("Name of the workspace."),
};
const hostname = { hostname: name("Host of Terraform Enterprise.", "app.terraform.io") };

export const stateBackend = settings(
  "Where Terraform keeps the state: exactly one of these, by default a local file. Credentials come from the environment.",
  {
    local: orNothing(
      settings("A file on this machine.", {
        path: name("Path of the file; by default terraform.<environment>.tfstate in the project."),
      }),
    ),
    s3: orNothing(
      settings(
        "Amazon S3 or what speaks its protocol.",
        {
          endpoint: httpUrl("URL of a service that is not Amazon's."),
          encrypt: flag("Encrypts the state at rest.", true),
          kmsKeyId: name("Key of AWS KMS that encrypts the state."),
          useLockfile: flag(
            "Locks with an object beside the state; by default, unless `dynamodbTable` is given.",
          ),
          dynamodbTable: name("Locks with a table of DynamoDB, for Terraform before 1.10."),
        },
        {
          bucket: name("Name of the bucket."),
          key: name("Name of the state's object, different in each environment."),
          region: name("AWS region of the bucket."),
        },
      ),
    ),
    gcs: orNothing(
      settings(
        "Google Cloud Storage.",
        { prefix: name("Where in the bucket the state is, different in each environment.") },
        { bucket: name("Name of the bucket.") },
      ),
    ),
    azurerm: orNothing(
      settings(
        "Azure Blob Storage.",
        {
          resourceGroupName: name("Name of the storage account's resource group."),
          useOidc: flag("Logs in to Azure with the pipeline's OpenID Connect token."),
        },
        {
          storageAccountName: name("Name of the storage account."),
          containerName: name("Name of the container."),
          key: name("Name of the state's blob, different in each environment."),
        },
      ),
    ),
    http: orNothing(
      settings(
        "An HTTP service, GitLab's among them.",
        {
          lockAddress: httpUrl("URL that locks the state."),
          unlockAddress: httpUrl("URL that unlocks the state."),
          lockMethod: name("HTTP method that locks.", "LOCK"),
          unlockMethod: name("HTTP method that unlocks.", "UNLOCK"),
          updateMethod: name("HTTP method that writes.", "POST"),
        },
        { address: httpUrl("URL of the state, different in each environment.") },
      ),
    ),
    pg: orNothing(
      settings("PostgreSQL; PG_CONN_STR says which.", {
        schemaName: name("Schema of the state, different in each environment.", "terraform_remote_state"),
      }),
    ),
    remote: orNothing(settings("A workspace of Terraform Cloud or Enterprise.", hostname, workspace)),
    cloud: orNothing(settings("A workspace of HCP Terraform.", hostname, workspace)),
  },
  {},
  { minProperties: 1, maxProperties: 1 },
);

export const environmentSchema = settings(
  "One authentik server; what is left out has the documentation's value.",
  {
    extends: environmentName(
      "Name of another environment whose settings hold here too, unless this one gives its own.",
    ),
    policies: orNothing(
      z.record(name("Name of the policy."), uuid("UUID of the policy.")).meta({
        description: "UUIDs of the policies that `access` names.",
        errorMessage: "expected a mapping",
      }),
    ),
    deviceCodeFlow: orNothing(deviceCodeFlowSchema),
    brands: orNothing(brands),
    cli: orNothing(cliSchema),
    connector: orNothing(connectorSchema),
    deviceAccessGroups: list(deviceAccessGroupSchema, "Groups of devices and who may log in to them.", []),
    enrollmentTokens: list(enrollmentTokenSchema, "Tokens with which devices enrol.", []),
    endpointStages: list(endpointStageSchema, "Stages that check the device on which someone logs in.", []),
    adopt: orNothing(
      z.record(address("Terraform address."), objectId("Id in authentik.")).meta({
        description:
          "Existing objects to take over instead of creating them, by Terraform address, each with its id in authentik: `agent-stack adopt` finds them. Not inherited.",
        errorMessage: "expected a mapping",
      }),
    ),
    backend: orNothing(stateBackend),
    providerVersion: versions("Versions of the authentik provider to accept.", "~> 2026.5.0"),
  },
);

/** The one definition of agent-stack.yaml, from which validation, types and the editors' JSON Schema come. */
export const configurationSchema = z
  .strictObject({
    environments: z
      .record(environmentName("Name of the environment, also of its stack."), orNothing(environmentSchema))
      .refine((environments) => Object.keys(environments).length > 0)
      .meta({
        description: "The environments by name, each with its own authentik server and state.",
        errorMessage: 'expected environments by name, such as "production: {}"',
        minProperties: 1,
      }),
  })
  .meta({ description: "Configuration of agent-stack.", errorMessage: "expected a mapping" });

export type EnvironmentSettings = z.output<typeof environmentSchema>;
export type BindingSettings = z.output<typeof bindingSchema>;
