import type { ObjectType } from "./object-type";

/** Model of the stage that logs people in, as a flow's stages name it. */
export const USER_LOGIN_MODEL = "authentik_stages_user_login.userloginstage";

/** Stages of every type that is not ours. */
export const stage = {
  kind: "stage",
  type: "authentik_stage",
  alsoTypes: [
    "authentik_stage_authenticator_duo",
    "authentik_stage_authenticator_email",
    "authentik_stage_authenticator_endpoint_gdtc",
    "authentik_stage_authenticator_sms",
    "authentik_stage_authenticator_static",
    "authentik_stage_authenticator_totp",
    "authentik_stage_authenticator_validate",
    "authentik_stage_authenticator_webauthn",
    "authentik_stage_captcha",
    "authentik_stage_consent",
    "authentik_stage_deny",
    "authentik_stage_dummy",
    "authentik_stage_email",
    "authentik_stage_identification",
    "authentik_stage_invitation",
    "authentik_stage_mutual_tls",
    "authentik_stage_password",
    "authentik_stage_prompt",
    "authentik_stage_redirect",
    "authentik_stage_source",
    "authentik_stage_user_delete",
    "authentik_stage_user_login",
    "authentik_stage_user_logout",
    "authentik_stage_user_write",
  ],
  labels: ["name"],
  lookedUpBy: "name",
  attributes: { id: { isHandle: true } },
} satisfies ObjectType;
