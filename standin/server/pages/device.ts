import { isSuperuser } from "../core/authentication";
import type { Reply, Request } from "../core/http";
import type { JsonObject, Row } from "../core/json";
import { type Api, hostOf, pathOf, queryOf } from "../core/routes";
import { formOf } from "../oauth/client";
import { brandOf } from "../resources/brands";
import { backgroundUrl } from "../resources/embedded-flow";
import { Approvals } from "./approvals";
import { escaped, form, sendPage } from "./html";
import { redirectToLogIn, showLogIn, takeLogIn } from "./log-in";
import { visitorOf } from "./session";

/** Serves `/device`, where a user enters the code their device shows, and the flows they go through to approve it. */
export function serveDevicePages(api: Api): void {
  const { app, store } = api;
  const approvals = new Approvals(store, api.now);

  const deviceFlow = (request: Request) =>
    store.get("flow", brandOf(hostOf(request), store).flow_device_code);

  const denied = (reply: Reply) =>
    sendPage(reply, 200, "Permission denied", "<p>Request has been denied.</p>");
  const finished = (reply: Reply) =>
    sendPage(
      reply,
      200,
      "You've successfully authenticated your device.",
      "<p>You may close this page now.</p>",
    );

  app.get("/device", (request, reply) => {
    const flow = deviceFlow(request);
    if (!flow) return sendPage(reply, 404, "Not Found", "<p>Brand has no device code flow configured</p>");
    const user = visitorOf(request, store);
    if (!user) return redirectToLogIn(request, reply);
    const query = queryOf(request);
    const found = approvals.pending(query.get("code"));
    if (found && !approvals.mayUse(found, user)) return denied(reply);
    if (found && approvals.enters(found.authorization, user)) {
      if (isSuperuser(user, store)) query.set("inspector", "available");
      return reply.redirect(`/if/flow/${found.authorization.slug}/?${query}`);
    }
    if (!approvals.enters(flow, user))
      return sendPage(reply, 404, "Not Found", "<p>Flow not applicable to user</p>");
    return reply.redirect(`/if/flow/${flow.slug}/${request.url.slice(pathOf(request).length)}`);
  });

  const flowOf = (request: Request): Row | undefined => {
    const { slug } = request.params as { slug: string };
    return store.find("flow", (row) => row.slug === slug);
  };
  const needsConsent = (flow: Row): boolean =>
    store.find("flowstagebinding", ({ target }) => target === flow.pk) !== undefined;

  app.get("/if/flow/:slug/", (request, reply) => {
    const flow = flowOf(request);
    if (!flow) return reply.callNotFound();
    if (flow.designation === "authentication") return showLogIn(flow, reply);
    const user = visitorOf(request, store);
    if (!user) return redirectToLogIn(request, reply);
    const code = queryOf(request).get("code");
    const found = approvals.approvable(flow, user, code);
    if (found && !needsConsent(flow)) {
      approvals.approve(found, user);
      return finished(reply);
    }
    if (found) {
      const name = escaped(String(found.application.name));
      const consent = `<p>You're about to sign into ${name}.</p><form method="post"><button>Continue</button></form>`;
      return sendPage(reply, 200, titleFor(flow, found.application), consent);
    }
    if (flow !== deviceFlow(request)) return reply.callNotFound();
    return sendPage(reply, 200, String(flow.title), form("Code", "code", "Continue", { value: code ?? "" }));
  });

  app.post("/if/flow/:slug/", (request, reply) => {
    const flow = flowOf(request);
    if (!flow) return reply.callNotFound();
    if (flow.designation === "authentication") return takeLogIn(flow, request, reply, api);
    const user = visitorOf(request, store);
    if (!user) return redirectToLogIn(request, reply);
    const found = approvals.approvable(flow, user, queryOf(request).get("code"));
    if (found) {
      approvals.approve(found, user);
      return finished(reply);
    }
    if (flow !== deviceFlow(request)) return reply.callNotFound();
    const { code = "" } = formOf(request);
    if (approvals.pending(code)) return reply.redirect(`/device?code=${encodeURIComponent(code)}`);
    const again = form("Code", "code", "Continue", { value: code, complaint: "Invalid code" });
    return sendPage(reply, 400, String(flow.title), again);
  });

  app.get("/api/v3/flows/executor/:slug/", (request, reply) => {
    const flow = flowOf(request);
    const user = visitorOf(request, store);
    const code = new URLSearchParams(queryOf(request).get("query") ?? "").get("code");
    const found = flow && user && approvals.approvable(flow, user, code);
    if (!found || needsConsent(flow)) return reply.callNotFound();
    approvals.approve(found, user);
    return {
      flow_info: {
        title: titleFor(flow, found.application),
        background: backgroundUrl(flow, store),
        background_themed_urls: null,
        cancel_url: "/flows/-/cancel/",
        layout: flow.layout,
      },
      component: "ak-provider-oauth2-device-code-finish",
    } satisfies JsonObject;
  });
}

const titleFor = (flow: Row, application: Row): string =>
  String(flow.title).replaceAll("%(app)s", String(application.name));
