import { randomBytes } from "node:crypto";
import { launchStandIn, type StandIn } from "../../standin/launch";

/** The authentik that the end-to-end tests run against. */
export interface Target {
  readonly url: string;
  readonly token: string;
  /** The environment in which Terraform reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the names of everything a run creates begin with, so that it never touches what is not its own. */
  readonly prefix: string;
  close(): Promise<void>;
}

/** A real authentik where E2E_AUTHENTIK_URL and E2E_AUTHENTIK_TOKEN are set, otherwise a stand-in of its own. */
export async function openTarget(): Promise<Target> {
  const prefix = `e2e-${randomBytes(3).toString("hex")}`;
  const url = process.env.E2E_AUTHENTIK_URL;
  if (url === undefined) {
    const standIn = await launchStandIn();
    return {
      url: standIn.server.url,
      token: standIn.server.token,
      environment: standIn.environment,
      prefix,
      close: standIn.close,
    };
  }
  const token = process.env.E2E_AUTHENTIK_TOKEN;
  if (!token) throw new Error("E2E_AUTHENTIK_URL is set without E2E_AUTHENTIK_TOKEN: set both, or neither");
  refuseForeignHost(url, process.env.E2E_ALLOW_REMOTE === "1");
  const environment = { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token };
  return { url, token, environment, prefix, close: async () => {} };
}

/** Stand-in of its own, for what cannot be asked of a real server: faults, and a server's earlier version. */
export async function openStandIn(
  options: Parameters<typeof launchStandIn>[0] = {},
): Promise<Target & { readonly standIn: StandIn }> {
  const standIn = await launchStandIn(options);
  return {
    standIn,
    url: standIn.server.url,
    token: standIn.server.token,
    environment: standIn.environment,
    prefix: "e2e",
    close: standIn.close,
  };
}

/** @throws where the tests would change a server on another machine without having been told to */
export function refuseForeignHost(url: string, allowed: boolean): void {
  const { hostname } = new URL(url);
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  if (loopback || allowed) return;
  throw new Error(
    `E2E_AUTHENTIK_URL names ${hostname}, which is not this machine: these tests change and delete objects there; set E2E_ALLOW_REMOTE=1 if that is what you want`,
  );
}
