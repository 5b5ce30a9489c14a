import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { borrowAuthentik } from "./borrowed-authentik";

/** The authentik that the end-to-end tests run against. */
export interface Target {
  readonly url: string;
  readonly token: string;
  /** What is to be set in the environment for Terraform to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the names of everything a run creates begin with, so that it never touches what is not its own. */
  readonly prefix: string;
  /** Leaves nothing of the prefix behind, and the default brand as it was. */
  close(): Promise<void>;
}

/** A real authentik takes longer, and one test at a time. */
export const TIME_LIMIT_MS = process.env.E2E_AUTHENTIK_URL ? 1_800_000 : 300_000;

/** A real authentik where E2E_AUTHENTIK_URL and E2E_AUTHENTIK_TOKEN are set, otherwise a stand-in of its own. */
export async function openTarget(): Promise<Target> {
  const real = realAuthentik(process.env);
  if (!real) return openStandIn();
  const prefix = `e2e-${randomBytes(3).toString("hex")}`;
  const environment = {
    AUTHENTIK_URL: real.url,
    AUTHENTIK_TOKEN: real.token,
    ...providerSource(process.env),
  };
  return { ...real, environment, prefix, close: await borrowAuthentik(real, prefix) };
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
    environment: attachedTo(standIn),
    prefix: "e2e",
    close: standIn.close,
  };
}

/**
 * Where Terraform finds the registry's provider is what this machine's environment says, but for a configuration file
 * that is not there: Terraform would go on without it and warn each time.
 */
function providerSource({ TF_CLI_CONFIG_FILE: file }: NodeJS.ProcessEnv): Record<string, string> {
  return file && !existsSync(file) ? { TF_CLI_CONFIG_FILE: "" } : {};
}

/** The environment in which Terraform uses the stand-in, whatever this machine's configuration says of providers. */
export const attachedTo = ({ environment }: StandIn) => ({ ...environment, TF_CLI_CONFIG_FILE: "/dev/null" });

/**
 * Where the real authentik is, or undefined where none is to be used.
 *
 * @throws when only one of the two variables is set, or the tests would change a server on another machine without
 * having been told to
 */
export function realAuthentik(
  variables: Readonly<Record<string, string | undefined>>,
): { url: string; token: string } | undefined {
  const { E2E_AUTHENTIK_URL: url, E2E_AUTHENTIK_TOKEN: token, E2E_ALLOW_REMOTE } = variables;
  if (!url && !token) return undefined;
  if (!url) throw new Error("E2E_AUTHENTIK_TOKEN is set without E2E_AUTHENTIK_URL: set both, or neither");
  if (!token) throw new Error("E2E_AUTHENTIK_URL is set without E2E_AUTHENTIK_TOKEN: set both, or neither");
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new Error(`E2E_AUTHENTIK_URL is "${url}"; give an address such as http://127.0.0.1:9000`);
  }
  const { hostname } = new URL(url);
  const isThisMachine = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  if (!isThisMachine && E2E_ALLOW_REMOTE !== "1") {
    throw new Error(
      `E2E_AUTHENTIK_URL names ${hostname}, which is not this machine: these tests change and delete objects there; set E2E_ALLOW_REMOTE=1 if that is what you want`,
    );
  }
  return { url: url.replace(/\/+$/, ""), token };
}
