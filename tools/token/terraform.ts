import { user } from "../objects";
import { type NamedIdentity, nameOf } from "./identity";

/** A Terraform configuration that makes the identities, for whoever administers authentik. */
export function renderTerraform(identities: readonly NamedIdentity[]): string {
  return [VARIABLE, ...identities.map(resourcesOf)].join("\n");
}

const VARIABLE = `variable "token_expires" {
  description = "When the tokens expire, as in 2027-01-31T00:00:00Z"
  type        = string
}
`;

function resourcesOf(given: NamedIdentity): string {
  const { identity, permissions } = given;
  const name = quoted(nameOf(given));
  return `resource "authentik_rbac_role" "${identity}" {
  name = ${name}
}

resource "authentik_rbac_permission_role" "${identity}" {
  for_each = toset([
${permissions.map((permission) => `    ${quoted(permission)},`).join("\n")}
  ])
  role       = authentik_rbac_role.${identity}.id
  permission = each.value
}

resource "${user.type}" "${identity}" {
  username = ${name}
  name     = ${name}
  type     = "service_account"
  roles    = [authentik_rbac_role.${identity}.id]
}

resource "authentik_token" "${identity}" {
  identifier = ${name}
  user       = ${user.type}.${identity}.id
  intent     = "api"
  expiring   = true
  expires    = var.token_expires
}
`;
}

/** The text as HCL writes it: with nothing in it that HCL would fill in. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, "$&$&");
