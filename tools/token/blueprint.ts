import { type NamedIdentity, nameOf } from "./identity";

/** One blueprint of authentik's that makes the identities; text is quoted as JSON, which YAML reads. */
export function renderBlueprint(identities: readonly NamedIdentity[]): string {
  const title = identities.map(nameOf).join(", ");
  return ["version: 1", "metadata:", `  name: ${JSON.stringify(title)}`, "entries:"]
    .concat(identities.flatMap(entriesOf))
    .map((line) => `${line}\n`)
    .join("");
}

function entriesOf(given: NamedIdentity): string[] {
  const { identity, permissions } = given;
  const name = JSON.stringify(nameOf(given));
  return [
    "  - model: authentik_rbac.role",
    `    id: ${identity}-role`,
    "    identifiers:",
    `      name: ${name}`,
    "    attrs:",
    "      permissions:",
    ...permissions.map((permission) => `        - ${permission}`),
    "  - model: authentik_core.user",
    `    id: ${identity}-user`,
    "    identifiers:",
    `      username: ${name}`,
    "    attrs:",
    `      name: ${name}`,
    "      type: service_account",
    `      roles: [!KeyOf ${identity}-role]`,
    "  - model: authentik_core.token",
    // Applied again, the blueprint would otherwise set an expiry anew.
    "    state: created",
    "    identifiers:",
    `      identifier: ${name}`,
    "    attrs:",
    `      user: !KeyOf ${identity}-user`,
    "      intent: api",
    "      expiring: true",
  ];
}
