import type { Reply, Request } from "../core/http";
import type { Row } from "../core/json";
import { type Api, hostOf, pathOf, queryOf } from "../core/routes";
import { formOf } from "../oauth/client";
import { brandOf } from "../resources/brands";
import { form, sendPage } from "./html";
import { logIn } from "./session";

const ENTRANCE = "/flows/-/default/authentication/";

/** Sends somebody who is not logged in to where they can, and back after that. */
export function redirectToLogIn(request: Request, reply: Reply): Reply {
  const query = request.url.slice(pathOf(request).length);
  return reply.redirect(`${ENTRANCE}?next=${pathOf(request)}${encodeURIComponent(query)}`);
}

/** Serves the way to the brand's authentication flow. */
export function serveLogIn({ app, store }: Api): void {
  app.get(ENTRANCE, (request, reply) => {
    const flow = store.get("flow", brandOf(hostOf(request), store).flow_authentication);
    if (!flow) return sendPage(reply, 404, "Not Found", "<p>Brand has no authentication flow configured</p>");
    return reply.redirect(`/if/flow/${flow.slug}/${request.url.slice(pathOf(request).length)}`);
  });
}

const FORM = "The stand-in knows no passwords: a user name is enough.";

/** Shows the page of an authentication flow. */
export const showLogIn = (flow: Row, reply: Reply, complaint = ""): Reply =>
  sendPage(
    reply,
    complaint ? 400 : 200,
    String(flow.title),
    `${form("User name", "username", "Log in", { complaint })}\n<p>${FORM}</p>`,
  );

/** Logs in who is named, and goes to where they came from. */
export function takeLogIn(flow: Row, request: Request, reply: Reply, { store }: Api): Reply {
  const { username } = formOf(request);
  const user = store.find("user", (row) => row.username === username && row.is_active === true);
  if (!user) return showLogIn(flow, reply, "Failed to authenticate.");
  logIn(user, reply, store);
  const next = queryOf(request).get("next") ?? "/";
  return reply.redirect(next.startsWith("/") && !next.startsWith("//") ? next : "/");
}
