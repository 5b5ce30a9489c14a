import { type NamedIdentity, nameOf } from "./identity";

/** The permissions of each identity, one a line. */
export function renderList(identities: readonly NamedIdentity[]): string {
  return identities
    .map((each) => [nameOf(each), ...each.permissions.map((permission) => `  ${permission}`), ""].join("\n"))
    .join("\n");
}
