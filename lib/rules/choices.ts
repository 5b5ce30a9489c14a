/** What authentik accepts in its choice fields. */

export const FLOW_DESIGNATIONS = [
  "authentication",
  "authorization",
  "invalidation",
  "enrollment",
  "unenrollment",
  "recovery",
  "stage_configuration",
] as const;
export type FlowDesignation = (typeof FLOW_DESIGNATIONS)[number];

export const FLOW_AUTHENTICATIONS = [
  "none",
  "require_authenticated",
  "require_unauthenticated",
  "require_superuser",
  "require_redirect",
  "require_outpost",
  "require_token",
] as const;
export type FlowAuthentication = (typeof FLOW_AUTHENTICATIONS)[number];

export const FLOW_LAYOUTS = [
  "stacked",
  "content_left",
  "content_right",
  "sidebar_left",
  "sidebar_right",
  "sidebar_left_frame_background",
  "sidebar_right_frame_background",
] as const;
export type FlowLayout = (typeof FLOW_LAYOUTS)[number];

export const DENIED_ACTIONS = ["message_continue", "message", "continue"] as const;
export type DeniedAction = (typeof DENIED_ACTIONS)[number];

export const POLICY_ENGINE_MODES = ["any", "all"] as const;
export type PolicyEngineMode = (typeof POLICY_ENGINE_MODES)[number];

/** The grant by which a device logs in. */
export const DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** The grant by which a token is changed for one of another client. */
export const TOKEN_EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
/** The grant by which a client gets a token for one of another client that it trusts. */
export const CLIENT_CREDENTIALS_GRANT = "client_credentials";

export const GRANT_TYPES = [
  "authorization_code",
  "implicit",
  "hybrid",
  "refresh_token",
  CLIENT_CREDENTIALS_GRANT,
  "password",
  DEVICE_CODE_GRANT,
  TOKEN_EXCHANGE_GRANT,
] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

export const ISSUER_MODES = ["per_provider", "global"] as const;
export type IssuerMode = (typeof ISSUER_MODES)[number];

export const SUBJECT_MODES = [
  "hashed_user_id",
  "user_id",
  "user_uuid",
  "user_username",
  "user_email",
  "user_upn",
] as const;
export type SubjectMode = (typeof SUBJECT_MODES)[number];

export const LOGOUT_METHODS = ["backchannel", "frontchannel"] as const;
export type LogoutMethod = (typeof LOGOUT_METHODS)[number];

export const REDIRECT_MATCHING_MODES = ["strict", "regex"] as const;
export type RedirectMatchingMode = (typeof REDIRECT_MATCHING_MODES)[number];

export const REDIRECT_TYPES = ["authorization", "logout"] as const;
export type RedirectType = (typeof REDIRECT_TYPES)[number];

export const ENDPOINT_STAGE_MODES = ["optional", "required"] as const;
export type EndpointStageMode = (typeof ENDPOINT_STAGE_MODES)[number];
