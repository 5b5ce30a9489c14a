import { isExpired } from "./core/authentication";
import { ApiError } from "./core/errors";
import { App } from "./core/http";
import type { Row } from "./core/json";
import { type Api, serve } from "./core/routes";
import { Store } from "./core/store";
import { selfSigned } from "./install/certificate";
import { installFresh } from "./install/fresh";
import { serveDeviceAuthorization } from "./oauth/device-authorization";
import { serveDiscovery } from "./oauth/discovery";
import { serveTokens } from "./oauth/token";
import { serveTokenStatus } from "./oauth/token-status";
import { type Fault, type LoggedRequest, Observation } from "./observation";
import { serveDevicePages } from "./pages/device";
import { serveLogIn } from "./pages/log-in";
import { migrate } from "./releases";
import { allResources } from "./resources";
import { serveAccounts } from "./routes/accounts";
import { serveAgents } from "./routes/agents";
import { serveFederatedLogin } from "./routes/federated-login";
import { serveOwnRights } from "./routes/own-rights";
import { serveSecrets } from "./routes/secrets";
import { serveSystem } from "./routes/system";
import { Seeding } from "./seeding";

export type { Grant } from "./core/rights";
export type { Fault, IncomingRequest, LoggedRequest } from "./observation";

/** The authentik version that the stand-in plays where none is asked for. */
export const CURRENT_VERSION = "2026.8.6";

/** The authentik version whose answers were recorded. */
export const RECORDED_VERSION = "2026.5.0-rc1";

/** How to start the stand-in. */
export interface StandInOptions {
  /**
   * The port on the loopback interface.
   *
   * @default - any free one
   */
  port?: number;
  /**
   * The API token of akadmin.
   *
   * @default - the one in the state file, else a generated one
   */
  token?: string;
  /**
   * The authentik version it plays; objects in the state file of an earlier one are migrated.
   *
   * @default "2026.8.6"
   */
  version?: string;
  /**
   * Where the objects survive a restart.
   *
   * @default - in memory only
   */
  stateFile?: string;
  /**
   * Called after each request.
   *
   * @default - nothing is logged
   */
  log?(request: LoggedRequest): void;
}

/** A running stand-in. */
export interface StandInServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The API token of akadmin, who has every right. */
  readonly token: string;
  /** The authentik version it imitates. */
  readonly version: string;
  /** The last requests, the oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Requests to routes the stand-in does not have, as "GET /path". */
  readonly unimplemented: readonly string[];
  /** Objects to put in without requests. */
  readonly seed: Seeding;
  /** Makes requests fail as the hook says, until the next call; without a hook all pass. */
  fail(fault?: Fault): void;
  /** Lets so many seconds pass. */
  advance(seconds: number): void;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for authentik on the loopback interface.
 *
 * @throws when the port is taken, the version is none or the state file is not one written by the stand-in.
 */
export async function startServer(options: StandInOptions = {}): Promise<StandInServer> {
  const version = versionFrom(options.version ?? CURRENT_VERSION);
  const store = new Store(options.stateFile);
  const observation = new Observation(options.log);
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const resources = allResources({ version, now });
  if (store.load()) migrate(resources, store);
  else installFresh(resources, store, await selfSigned("authentik Self-signed Certificate"), now());

  const app = new App();
  observation.attach(app);
  app.onRequest.push(() => endBindings(store, now()));
  app.onSend.push((_request, reply) => {
    reply.header("x-powered-by", `authentik stand-in, imitating ${version}`);
    store.save();
  });
  app.onError = (error, reply) => {
    if (!(error instanceof ApiError)) throw error;
    const isPage = typeof error.body === "string";
    reply
      .code(error.status)
      .type(isPage ? "text/html" : "application/json")
      .send(error.body);
  };
  const api: Api = { app, store, resources, now };
  for (const resource of resources) serve(api, resource);
  serveSystem(api, version);
  serveAccounts(api);
  serveSecrets(api);
  serveOwnRights(api);
  serveAgents(api);
  serveFederatedLogin(api);
  serveDeviceAuthorization(api);
  serveTokens(api, version);
  serveTokenStatus(api);
  serveDiscovery(api);
  serveLogIn(api);
  serveDevicePages(api);

  const seed = new Seeding(store);
  const token = tokenOf(store, seed, options.token);
  store.save();
  const url = await listen(app, options.port ?? 0);
  return {
    url,
    token,
    version,
    requests: observation.requests,
    unimplemented: observation.unimplemented,
    seed,
    fail: (fault) => observation.fail(fault),
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    close: async () => {
      store.save();
      await app.close();
    },
  };
}

async function listen(app: App, port: number): Promise<string> {
  try {
    return await app.listen(port);
  } catch (error) {
    throw new Error(
      `cannot listen on port ${port} (${(error as Error).message}); stop what holds it or choose another`,
    );
  }
}

function versionFrom(version: string): string {
  if (/^\d{4}\.\d+(\.|$)/.test(version)) return version;
  throw new Error(
    `cannot imitate authentik "${version}": give a version such as ${CURRENT_VERSION} or 2026.2.1`,
  );
}

/** Bindings that an approved access request made end by themselves. */
function endBindings(store: Store, now: Date): void {
  for (const binding of store.filter("policybinding", (row) => row.expiring === true && isExpired(row, now)))
    store.remove("policybinding", binding);
}

function tokenOf(store: Store, seed: Seeding, wanted?: string): string {
  const akadmin = store.find("user", ({ username }) => username === "akadmin") as Row;
  const held = store.find("token", ({ user, key }) => user === akadmin.pk && (!wanted || key === wanted));
  return held ? String(held.key) : seed.token(akadmin, wanted);
}
