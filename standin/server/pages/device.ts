import type { FastifyReply, FastifyRequest } from "fastify";
import { letsIn } from "../core/access";
import { isExpired, isSuperuser } from "../core/authentication";
import type { JsonObject, Row } from "../core/json";
import { type Api, pathOf, queryOf } from "../core/routes";
import { applicationOf, formOf } from "../oauth/client";
import { brandOf } from "../resources/brands";
import { backgroundUrl } from "../resources/embedded-flow";
import { escaped, form, sendPage } from "./html";
import { redirectToLogIn, showLogIn, takeLogIn } from "./log-in";
import { visitorOf } from "./session";

/** Who may go through a flow whatever its policies say. */
const MAY_ENTER: Readonly<Record<string, (isSuperuser: boolean) => boolean>> = {
  none: () => true,
  require_authenticated: () => true,
  require_redirect: () => true,
  require_superuser: (isSuperuser) => isSuperuser,
};

/** A device that waits for its approval. */
interface Pending {
  readonly code: Row;
  readonly application: Row;
  readonly authorization: Row;
}

/** Serves `/device`, where a user enters the code their device shows, and the flows they go through to approve it. */
export function serveDevicePages(api: Api): void {
  const { app, store, now } = api;

  const deviceFlow = (request: FastifyRequest) =>
    store.get("flow", brandOf(request.host, store).flow_device_code);

  const admits = (flow: Row, user: Row): boolean =>
    (MAY_ENTER[String(flow.authentication)]?.(isSuperuser(user, store)) ?? false) &&
    letsIn(flow, user, store, true);

  function pending(userCode: string | null): Pending | undefined {
    const code = store.find("devicecode", (row) => row.user_code === userCode && !isExpired(row, now()));
    const provider = store.get("provider", code?.provider);
    const application = applicationOf(provider, store);
    const authorization = store.get("flow", provider?.authorization_flow);
    return code && application && authorization && { code, application, authorization };
  }

  /** What waits for the user in the flow, if they may approve it. */
  function approvable(flow: Row, user: Row, userCode: string | null): Pending | undefined {
    const found = pending(userCode);
    const isAllowed =
      found?.authorization === flow && admits(flow, user) && letsIn(found.application, user, store, true);
    return isAllowed ? found : undefined;
  }

  const approve = ({ code }: Pending, user: Row) => store.update("devicecode", code, { user: user.pk });

  const denied = (reply: FastifyReply) =>
    sendPage(reply, 200, "Permission denied", "<p>Request has been denied.</p>");
  const finished = (reply: FastifyReply) =>
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
    const found = pending(query.get("code"));
    if (found && !letsIn(found.application, user, store, true)) return denied(reply);
    if (found && admits(found.authorization, user)) {
      if (isSuperuser(user, store)) query.set("inspector", "available");
      return reply.redirect(`/if/flow/${found.authorization.slug}/?${query}`);
    }
    if (!admits(flow, user)) return sendPage(reply, 404, "Not Found", "<p>Flow not applicable to user</p>");
    return reply.redirect(`/if/flow/${flow.slug}/${request.url.slice(pathOf(request).length)}`);
  });

  const flowOf = (request: FastifyRequest): Row | undefined => {
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
    const found = approvable(flow, user, code);
    if (found && !needsConsent(flow)) {
      approve(found, user);
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
    const found = approvable(flow, user, queryOf(request).get("code"));
    if (found) {
      approve(found, user);
      return finished(reply);
    }
    if (flow !== deviceFlow(request)) return reply.callNotFound();
    const { code = "" } = formOf(request);
    if (pending(code)) return reply.redirect(`/device?code=${encodeURIComponent(code)}`);
    const again = form("Code", "code", "Continue", { value: code, complaint: "Invalid code" });
    return sendPage(reply, 400, String(flow.title), again);
  });

  app.get("/api/v3/flows/executor/:slug/", (request, reply) => {
    const flow = flowOf(request);
    const user = visitorOf(request, store);
    const code = new URLSearchParams(queryOf(request).get("query") ?? "").get("code");
    const found = flow && user && approvable(flow, user, code);
    if (!found || needsConsent(flow)) return reply.callNotFound();
    approve(found, user);
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
