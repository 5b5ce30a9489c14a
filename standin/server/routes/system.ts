import { letsIn } from "../core/access";
import { credentials, isSuperuser } from "../core/authentication";
import { invalid, notFound } from "../core/errors";
import { type Api, callerOf, hostOf, keyOf, queryOf, serveAction } from "../core/routes";
import { brandOf, currentBrand } from "../resources/brands";
import { ownProfile } from "../resources/people";

/** Where authentik reports its errors to when asked to; part of every installation's configuration. */
const ERROR_REPORTING =
  "https://151ba72610234c4c97c5bcff4e1cffd8@authentik.error-reporting.a7k.io/4504163677503489";

/** What everybody may know of the server. */
export const SERVER_CONFIGURATION = {
  error_reporting: {
    enabled: false,
    sentry_dsn: ERROR_REPORTING,
    environment: "customer",
    send_pii: false,
    traces_sample_rate: 0.1,
  },
  capabilities: ["can_impersonate", "is_enterprise"],
  cache_timeout: 300,
  cache_timeout_flows: 300,
  cache_timeout_policies: 300,
};

/** Serves what describes the server and the caller. */
export function serveSystem(api: Api, version: string): void {
  const { app, store } = api;
  serveAction(app, "GET", "/api/v3/root/config/", (request) => {
    // Everybody may ask, but not with credentials that are wrong.
    if (credentials(request.headers.authorization)) callerOf(api, request);
    return SERVER_CONFIGURATION;
  });
  serveAction(app, "GET", "/api/v3/core/brands/current/", (request) => {
    if (credentials(request.headers.authorization)) callerOf(api, request);
    return currentBrand(brandOf(hostOf(request), store), store);
  });
  serveAction(app, "GET", "/api/v3/admin/version/", (request) => {
    callerOf(api, request);
    return {
      version_current: version,
      version_latest: version,
      version_latest_valid: true,
      build_hash: "",
      outdated: false,
      outpost_outdated: false,
    };
  });
  serveAction(app, "GET", "/api/v3/core/users/me/", (request) => ownProfile(callerOf(api, request), store));
  serveAction(app, "GET", "/api/v3/core/applications/:key/check_access/", (request) => {
    const caller = callerOf(api, request);
    const application = store.find("application", ({ slug }) => slug === keyOf(request));
    if (!application) throw notFound("Application");
    const asked = queryOf(request).get("for_user");
    const forAnother = asked !== null && isSuperuser(caller, store);
    if (forAnother && !/^[-+]?\d+$/.test(asked)) throw invalid({ for_user: "for_user must be numerical" });
    const user = forAnother ? store.get("user", Number(asked)) : caller;
    if (!user) throw invalid({ for_user: "User not found" });
    return { passing: letsIn(application, user, store, true), messages: [], log_messages: [] };
  });
}
