interface DefaultFlow {
  slug: string;
  name: string;
  title: string;
  designation: string;
  authentication: string;
  stages: string[];
  /** A policy bound to the flow. */
  policy?: string;
}

const WELCOME = "Welcome to authentik!";
const SELECT_USERNAME = `${WELCOME} Please select a username.`;
const CONFIGURATION = "stage_configuration";

const setUp = (device: string, title: string): DefaultFlow => ({
  slug: `default-authenticator-${device}-setup`,
  name: `default-authenticator-${device}-setup`,
  title,
  designation: CONFIGURATION,
  authentication: "require_authenticated",
  stages: [`default-authenticator-${device}-setup`],
});

const consent = (kind: string, stages: string[]): DefaultFlow => ({
  slug: `default-provider-authorization-${kind}-consent`,
  name: "Authorize Application",
  title: "Redirecting to %(app)s",
  designation: "authorization",
  authentication: "require_authenticated",
  stages,
});

/** The flows of a fresh authentik. */
export const DEFAULT_FLOWS: readonly DefaultFlow[] = [
  {
    slug: "default-authentication-flow",
    name: WELCOME,
    title: WELCOME,
    designation: "authentication",
    authentication: "none",
    stages: [
      "default-authentication-identification",
      "default-authentication-password",
      "default-authentication-mfa-validation",
      "default-authentication-login",
    ],
  },
  setUp("static", "Setup Static OTP Tokens"),
  setUp("totp", "Set up Two-Factor authentication"),
  setUp("webauthn", "Setup WebAuthn"),
  {
    slug: "default-invalidation-flow",
    name: "Logout",
    title: "Default Invalidation Flow",
    designation: "invalidation",
    authentication: "none",
    stages: ["default-invalidation-logout"],
  },
  {
    slug: "default-password-change",
    name: "Change Password",
    title: "Change password",
    designation: CONFIGURATION,
    authentication: "require_authenticated",
    stages: ["default-password-change-prompt", "default-password-change-write"],
  },
  consent("explicit", ["default-provider-authorization-consent"]),
  consent("implicit", []),
  {
    slug: "default-provider-invalidation-flow",
    name: "Logged out of application",
    title: "You've logged out of %(app)s.",
    designation: "invalidation",
    authentication: "none",
    stages: [],
  },
  {
    slug: "default-source-authentication",
    name: WELCOME,
    title: WELCOME,
    designation: "authentication",
    authentication: "require_unauthenticated",
    stages: ["default-source-authentication-login"],
    policy: "default-source-authentication-if-sso",
  },
  {
    slug: "default-source-enrollment",
    name: SELECT_USERNAME,
    title: SELECT_USERNAME,
    designation: "enrollment",
    authentication: "none",
    stages: [
      "default-source-enrollment-prompt",
      "default-source-enrollment-write",
      "default-source-enrollment-login",
    ],
    policy: "default-source-enrollment-if-sso",
  },
  {
    slug: "default-source-pre-authentication",
    name: "Pre-Authentication",
    title: "Pre-authentication",
    designation: CONFIGURATION,
    authentication: "none",
    stages: [],
  },
  {
    slug: "default-user-settings-flow",
    name: "User settings",
    title: "Update your info",
    designation: CONFIGURATION,
    authentication: "require_authenticated",
    stages: ["default-user-settings", "default-user-settings-write"],
  },
  {
    slug: "initial-setup",
    name: "default-oobe-setup",
    title: WELCOME,
    designation: CONFIGURATION,
    authentication: "none",
    stages: ["stage-default-oobe-password", "default-password-change-write", "default-authentication-login"],
    policy: "default-oobe-password-usable",
  },
];

/** The stages of a fresh authentik and their kind, in the order the server lists them. */
export const DEFAULT_STAGES: readonly (readonly [name: string, kind: string])[] = [
  ["default-user-settings-write", "user_write"],
  ["default-authenticator-static-setup", "authenticator_static"],
  ["default-user-settings", "prompt"],
  ["default-source-authentication-login", "user_login"],
  ["default-source-enrollment-login", "user_login"],
  ["default-source-enrollment-prompt", "prompt"],
  ["default-source-enrollment-write", "user_write"],
  ["default-provider-authorization-consent", "consent"],
  ["default-password-change-prompt", "prompt"],
  ["default-authentication-password", "password"],
  ["default-authentication-mfa-validation", "authenticator_validate"],
  ["default-authentication-identification", "identification"],
  ["default-invalidation-logout", "user_logout"],
  ["default-authenticator-webauthn-setup", "authenticator_webauthn"],
  ["default-authenticator-totp-setup", "authenticator_totp"],
  ["stage-default-oobe-password", "prompt"],
  ["default-authentication-login", "user_login"],
  ["default-password-change-write", "user_write"],
];
