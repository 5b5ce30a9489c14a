import type { AuthentikClient } from "../authentik/client";
import { readToken } from "../findings/token";
import * as objects from "../objects";
import type { Collection } from "../objects/object-type";

/** The lists of which an object that is not shown is taken for missing, and would be made a second time. */
const RELIED_ON: readonly Collection[] = [
  ...objects.MANAGED.map(({ api }) => api),
  objects.group.api,
  objects.user.api,
];

/** What the token's user may not see for all objects, so that authentik leaves objects out without a word. */
export class PartialSightError extends Error {}

/**
 * Whether the token's user sees everything that adopting relies on; undefined where the token may not read what it may.
 *
 * @throws PartialSightError that names what is missing, RequestError
 */
export async function seesWhole(client: AuthentikClient): Promise<true | undefined> {
  const { username, isSuperuser, permissions } = await readToken(client);
  if (isSuperuser) return true;
  if (permissions === undefined) return undefined;
  const missing = RELIED_ON.map(({ app, model }) => `${app}.view_${model}`).filter(
    (permission) => !permissions.includes(permission),
  );
  if (missing.length === 0) return true;
  throw new PartialSightError(
    `${username} may not see all that is there, and what is hidden would be taken for missing and made a second time: give it ${missing.length === 1 ? "the permission" : "the permissions"} ${missing.join(", ")} through a role`,
  );
}
