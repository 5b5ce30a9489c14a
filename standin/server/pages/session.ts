import { randomUUID } from "node:crypto";
import type { Reply, Request } from "../core/http";
import type { Row } from "../core/json";
import type { Store } from "../core/store";

const COOKIE = "authentik_session";

/** Remembers in the browser who is logged in. */
export function logIn(user: Row, reply: Reply, store: Store): void {
  const { pk } = store.insert("session", { pk: randomUUID(), user: user.pk });
  reply.header("set-cookie", `${COOKIE}=${pk}; HttpOnly; Path=/; SameSite=Lax`);
}

/** Who is logged in in the browser that sends the request. */
export function visitorOf({ headers }: Request, store: Store): Row | undefined {
  const cookies = (headers.cookie ?? "").split(/;\s*/);
  const key = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  const user = store.get("user", store.get("session", key)?.user);
  return user?.is_active ? user : undefined;
}
