import type { FastifyReply, FastifyRequest } from "fastify";
import { letsIn } from "../core/access";
import { isExpired, isSuperuser } from "../core/authentication";
import type { Row } from "../core/json";
import { type Api, queryOf } from "../core/routes";
import type { Store } from "../core/store";
import { brandOf } from "../resources/brands";
import { formOf } from "./device-authorization";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, body: string): string =>
  `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>${escaped(title)} - authentik stand-in</title>
<style>body{font:16px sans-serif;max-width:30em;margin:4em auto}label,input,button{display:block;margin:.5em 0}</style>
<h1>${escaped(title)}</h1>
${body}
</html>
`;

const codeForm = (title: string, code: string, complaint = ""): string =>
  page(
    title,
    `${complaint && `<p role="alert">${escaped(complaint)}</p>`}
<form method="post" action="/device">
<label>Code <input name="code" inputmode="numeric" required value="${escaped(code)}"></label>
<label>Log in as <input name="username" required placeholder="akadmin"></label>
<button>Approve</button>
</form>
<p>The stand-in knows no passwords: a user name is enough.</p>`,
  );

function flowAdmits(flow: Row, user: Row, store: Store): boolean {
  const requirement = String(flow.authentication);
  if (["require_unauthenticated", "require_outpost", "require_token"].includes(requirement)) return false;
  if (requirement === "require_superuser" && !isSuperuser(user, store)) return false;
  return letsIn(flow, user, store, true);
}

/** Serves `/device`, where a user enters the code their device shows and approves it. */
export function serveApprovalPage({ app, store, now }: Api): void {
  const deviceFlow = (request: FastifyRequest) =>
    store.get("flow", brandOf(request.host, store)?.flow_device_code);
  const html = (reply: FastifyReply, status: number, text: string) =>
    reply.code(status).type("text/html").send(text);
  const noFlow = (reply: FastifyReply) =>
    html(reply, 404, page("Not Found", "<p>Brand has no device code flow configured</p>"));

  app.get("/device", (request, reply) => {
    const flow = deviceFlow(request);
    if (!flow) return noFlow(reply);
    return html(reply, 200, codeForm(String(flow.title), queryOf(request).get("code") ?? ""));
  });

  app.post("/device", (request, reply) => {
    const flow = deviceFlow(request);
    if (!flow) return noFlow(reply);
    const { code = "", username = "" } = formOf(request);
    const again = (complaint: string) => html(reply, 400, codeForm(String(flow.title), code, complaint));
    const user = store.find("user", (row) => row.username === username && row.is_active === true);
    if (!user) return again("Failed to authenticate.");
    const wanted = store.find("devicecode", (row) => row.user_code === code && !isExpired(row, now()));
    const provider = store.get("provider", wanted?.provider);
    const application = store.find("application", (row) => row.provider === provider?.pk);
    const authorization = store.get("flow", provider?.authorization_flow);
    if (!wanted || !application || !authorization) return again("Invalid code");
    const admitted =
      flowAdmits(flow, user, store) &&
      flowAdmits(authorization, user, store) &&
      letsIn(application, user, store, true);
    if (!admitted) return html(reply, 403, page("Permission denied", "<p>Request has been denied.</p>"));
    store.update("devicecode", wanted, { user: user.pk });
    return html(
      reply,
      200,
      page("You've successfully authenticated your device.", "<p>You may close this page now.</p>"),
    );
  });
}
