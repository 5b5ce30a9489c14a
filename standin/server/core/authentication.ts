import { authenticationFailed } from "./errors";
import { asList, type Row } from "./json";
import type { Store } from "./store";

const API_SCOPE = "goauthentik.io/api";

/** The credentials of a header, undefined when there are none or they are of another scheme. */
export function credentials(header: string | undefined, scheme = "bearer"): string | undefined {
  const [given, ...rest] = (header ?? "").trim().split(" ");
  return given?.toLowerCase() === scheme && rest.length > 0 ? rest.join(" ") : undefined;
}

/**
 * The user whose API token, or access token with the API's scope, the header carries.
 *
 * @throws 403 when there is none or it is not valid.
 */
export function authenticate(header: string | undefined, store: Store, now: Date): Row {
  const key = credentials(header);
  if (!key) throw authenticationFailed("Authentication credentials were not provided.");
  const token =
    store.find("token", (row) => row.key === key) ??
    store.find("accesstoken", (row) => row.token === key && grantsApi(row, store));
  const user = token && !isExpired(token, now) ? store.get("user", token.user) : undefined;
  if (!user?.is_active) throw authenticationFailed();
  return user;
}

/** Whether an access token is for the API, too; it ends with the provider that issued it. */
const grantsApi = (token: Row, store: Store): boolean =>
  asList(token.scope).includes(API_SCOPE) && store.get("provider", token.provider) !== undefined;

/** Whether an object that can expire has. */
export const isExpired = (row: Row, now: Date): boolean =>
  row.expiring !== false && typeof row.expires === "string" && new Date(row.expires) <= now;

/** The groups a user is in, those they are in through a group's parents included. */
export function groupsOf(user: Row, store: Store): Row[] {
  const found = new Map<unknown, Row>();
  const pending = [...asList(user.groups)];
  for (let pk = pending.pop(); pk !== undefined; pk = pending.pop()) {
    const group = store.get("group", pk);
    if (!group || found.has(group.pk)) continue;
    found.set(group.pk, group);
    pending.push(...asList(group.parents));
  }
  return [...found.values()];
}

/** Whether some group gives the user every right. */
export const isSuperuser = (user: Row, store: Store): boolean =>
  groupsOf(user, store).some((group) => group.is_superuser === true);
