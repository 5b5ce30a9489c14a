import type { AuthentikClient } from "../authentik/client";
import { RequestError } from "../authentik/request-error";
import * as objects from "../objects";

/** The token in use, as far as it may know itself. */
export interface LiveToken {
  readonly username: string;
  readonly isSuperuser: boolean;
  /** Permissions for all objects, as Django names them; undefined of a superuser and where they could not be read. */
  readonly permissions?: readonly string[];
  /** The user's API tokens, of which nothing tells which is in use; undefined as those are. */
  readonly tokens?: readonly ApiToken[];
}

export interface ApiToken {
  readonly identifier: string;
  readonly expiring: boolean;
  readonly expires: string | null;
}

interface Named {
  readonly pk: string;
}

interface Profile {
  readonly user: {
    readonly username: string;
    readonly is_superuser: boolean;
    readonly roles?: readonly Named[];
    readonly groups?: readonly Named[];
  };
}

/** Asks authentik who the token's user is and what they may do. @throws RequestError */
export async function readToken(client: AuthentikClient): Promise<LiveToken> {
  const { user } = await client.get<Profile>(`${objects.user.api.path}me/`);
  const { username, is_superuser: isSuperuser } = user;
  // A superuser's token is to be replaced, whatever else it is.
  if (isSuperuser) return { username, isSuperuser };
  const [tokens, permissions] = await Promise.all([
    unlessRefused(client.list<ApiToken>("/core/tokens/", { user__username: username, intent: "api" })),
    unlessRefused(readPermissions(client, user)),
  ]);
  return { username, isSuperuser, tokens, permissions };
}

/** What the user's roles permit, and those of their groups. */
async function readPermissions(client: AuthentikClient, { roles, groups }: Profile["user"]) {
  const held = await Promise.all(
    (groups ?? []).map(({ pk }) =>
      client.get<{ readonly roles?: readonly string[] }>(`${objects.group.api.path}${pk}/`, {
        include_users: false,
      }),
    ),
  );
  const all = [...(roles ?? []).map(({ pk }) => pk), ...held.flatMap((group) => group.roles ?? [])];
  const lists = await Promise.all(
    [...new Set(all)].map((role) =>
      client.list<{ readonly app_label: string; readonly codename: string }>("/rbac/permissions/", { role }),
    ),
  );
  const permissions = lists.flat().map(({ app_label, codename }) => `${app_label}.${codename}`);
  return [...new Set(permissions)].sort();
}

const REFUSALS: readonly RequestError["kind"][] = ["forbidden", "missing", "rejected", "configuration"];

/** The answer, undefined where this release of authentik has none for the token. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RequestError && REFUSALS.includes(error.kind)) return undefined;
    throw error;
  }
}
