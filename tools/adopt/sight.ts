import type { AuthentikClient } from "../authentik/client";
import type { PermittedReader } from "../authentik/permitted-reader";
import { readToken } from "../findings/token";
import * as objects from "../objects";
import { managedType } from "../objects";
import type { Api } from "../objects/object-type";
import type { ManagedSetUp } from "../set-up/stack";
import type { LiveObject } from "./live-object";

/** What is hidden from the token's user could be taken for missing. */
export class PartialSightError extends Error {}

/** How much the token's user sees: authentik leaves objects out of its lists without a word. */
export interface Sight {
  /** Undefined where nobody can tell, as the token may not read what it may. */
  readonly isWhole: true | undefined;
  /** Permissions to view that are missing, of kinds of which the configuration has nothing to be found. */
  readonly hidden: readonly string[];
}

/**
 * @throws PartialSightError where something of a kind is to be found of which not all may be seen, RequestError
 */
export async function sightOf(client: AuthentikClient, managed: ManagedSetUp): Promise<Sight> {
  const { username, isSuperuser, permissions } = await readToken(client);
  if (isSuperuser) return { isWhole: true, hidden: [] };
  if (permissions === undefined) return { isWhole: undefined, hidden: [] };
  const missing = objects.MANAGED.map(viewing).filter((permission) => !permissions.includes(permission));
  refuse(
    username,
    soughtIn(managed).filter((permission) => missing.includes(permission)),
  );
  return { isWhole: true, hidden: missing };
}

/** @throws PartialSightError where a list was refused of which something is to be found */
export function refuseUnread(reader: PermittedReader, managed: ManagedSetUp): void {
  refuse(
    "the token's user",
    soughtIn(managed).filter((permission) => reader.lacks(permission)),
  );
}

function refuse(who: string, missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new PartialSightError(
    `${who} may not see all that is there, and what is hidden would be taken for missing and made a second time: give it ${missing.length === 1 ? "the permission" : "the permissions"} ${missing.join(", ")} through a role`,
  );
}

/** The permissions to view what the configuration wants and is not deployed, which may be there. */
function soughtIn({ objects: all }: ManagedSetUp): string[] {
  const types = all.flatMap(({ mode, type, configured, deployed }) =>
    mode === "managed" && configured && !deployed ? (managedType(type) ?? []) : [],
  );
  return [...new Set(types.map(viewing))].sort();
}

const viewing = ({ api: { app, model } }: { readonly api: Api }) => `${app}.view_${model}`;

/** Reads a list of authentik's, empty where not all of it may be seen. */
export type Lists = (
  type: { readonly api: Api },
  query?: Readonly<Record<string, string>>,
) => Promise<readonly LiveObject[]>;

export function listsFor(reader: PermittedReader, { hidden }: Sight): Lists {
  return async (type, query) =>
    hidden.includes(viewing(type)) ? [] : ((await reader.list<LiveObject>(type.api.path, query)) ?? []);
}
