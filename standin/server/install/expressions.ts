/*
 * The texts authentik's default blueprints (MIT licence, goauthentik/authentik) give the objects
 * of a fresh install. The stand-in serves them so that a rewritten one can be noticed; it does not run them.
 */

const lines = (...text: string[]): string => text.join("\n");

const mayChange = (attribute: string, label: string): string[] => {
  const constant = `USER_ATTRIBUTE_CHANGE_${attribute.toUpperCase()}`;
  return [
    "if not request.user.group_attributes(request.http_request).get(",
    `    ${constant}, request.http_request.tenant.default_user_change_${attribute}`,
    "):",
    `    if prompt_data.get("${attribute}") != request.user.${attribute}:`,
    `        ak_message("Not allowed to change ${label}.")`,
    "        return False",
    "",
  ];
};

const onlyFromSource = lines(
  "# This policy ensures that this flow can only be used when the user",
  "# is in a SSO Flow (meaning they come from an external IdP)",
  "return ak_is_sso_flow",
);

const unlessPlanned = [
  'flow_plan = request.context.get("flow_plan")',
  "if not flow_plan:",
  "    return True",
];

/** Expression policies by name. */
export const POLICY_EXPRESSIONS: Record<string, string> = {
  "default-authentication-flow-authenticator-validate-stage": lines(
    ...unlessPlanned,
    "# if the authentication method is webauthn (passwordless), then we skip the authenticator",
    "# validation stage by returning false (true will execute the stage)",
    'return not (flow_plan.context.get("auth_method") == "auth_webauthn_pwl")',
  ),
  "default-authentication-flow-password-stage": lines(
    ...unlessPlanned,
    "# If the user does not have a backend attached to it, they haven't",
    "# been authenticated yet and we need the password stage",
    'return not hasattr(flow_plan.context.get("pending_user"), "backend")',
  ),
  "default-oobe-flow-set-authentication": lines(
    "# This policy ensures that the setup flow can only be",
    "# used one time",
    "from authentik.flows.models import Flow, FlowAuthenticationRequirement",
    'Flow.objects.filter(slug="initial-setup").update(',
    "    authentication=FlowAuthenticationRequirement.REQUIRE_SUPERUSER,",
    ")",
    "return True",
  ),
  "default-oobe-password-usable": lines(
    "# This policy ensures that the setup flow can only be",
    "# executed when the admin user doesn''t have a password set",
    'akadmin = ak_user_by(username="akadmin")',
    "return not akadmin.has_usable_password()",
  ),
  "default-oobe-prefill-user": lines(
    "# This policy sets the user for the currently running flow",
    '# by injecting "pending_user"',
    'akadmin = ak_user_by(username="akadmin")',
    'context["flow_plan"].context["pending_user"] = akadmin',
    "return True",
  ),
  "default-source-authentication-if-sso": onlyFromSource,
  "default-source-enrollment-if-sso": onlyFromSource,
  "default-source-enrollment-if-username": lines(
    "# Check if we''ve not been given a username by the external IdP",
    "# and trigger the enrollment flow",
    "return 'username' not in context.get('prompt_data', {})",
  ),
  "default-user-settings-authorization": lines(
    "from authentik.core.models import (",
    "    USER_ATTRIBUTE_CHANGE_EMAIL,",
    "    USER_ATTRIBUTE_CHANGE_NAME,",
    "    USER_ATTRIBUTE_CHANGE_USERNAME",
    ")",
    'prompt_data = request.context.get("prompt_data")',
    "",
    ...mayChange("email", "email address"),
    ...mayChange("name", "name"),
    ...mayChange("username", "username"),
    "return True",
  ),
};

/** Scope mappings' expressions by the end of their `managed` name. */
export const SCOPE_EXPRESSIONS: Record<string, string> = {
  openid: lines(
    "# This scope is required by the OpenID-spec, and must as such exist in authentik.",
    "# The scope by itself does not grant any information",
    "return {}",
  ),
  email: lines("return {", '    "email": request.user.email,', '    "email_verified": False', "}"),
  profile: lines(
    "return {",
    "    # Because authentik only saves the user's full name, and has no concept of first and last names,",
    "    # the full name is used as given name.",
    '    # You can override this behaviour in custom mappings, i.e. `request.user.name.split(" ")`',
    '    "name": request.user.name,',
    '    "given_name": request.user.name,',
    '    "preferred_username": request.user.username,',
    '    "nickname": request.user.username,',
    '    "groups": [group.name for group in request.user.groups.all()],',
    "}",
  ),
  entitlements: lines(
    "entitlements = [entitlement.name for entitlement in request.user.app_entitlements(provider.application)]",
    "return {",
    '    "entitlements": entitlements,',
    '    "roles": entitlements,',
    "}",
  ),
  offline_access: lines(
    "# This scope grants the application a refresh token that can be used to refresh user data",
    "# and let the application access authentik without the users interaction",
    "return {}",
  ),
  authentik_api: lines(
    "# This scope grants the application the ability to access the authentik API",
    "# on behalf of the authorizing user",
    "return {}",
  ),
  proxy: lines(
    "# This mapping is used by the authentik proxy. It passes extra user attributes,",
    "# which are used for example for the HTTP-Basic Authentication mapping.",
    "return {",
    '    "ak_proxy": {',
    '        "user_attributes": request.user.group_attributes(request),',
    '        "is_superuser": request.user.is_superuser,',
    "    }",
    "}",
  ),
};
