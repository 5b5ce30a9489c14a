import { spawn } from "node:child_process";

/** A running stand-in. */
export interface StandIn {
  /** What a command needs in its environment to use it for authentik and for its Terraform provider. */
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  readonly token: string;
  stop(): void;
}

const EXPORTED = [
  "AUTHENTIK_URL",
  "AUTHENTIK_TOKEN",
  "TF_REATTACH_PROVIDERS",
  "TERRAFORM_BINARY_NAME",
  "STANDIN_TERRAFORM",
  "CHECKPOINT_DISABLE",
];

/** What the stand-in runs: it tells its environment and ends with the pipe to it, also when whoever holds that is killed. */
const TELLS_AND_WAITS = `printf '%s\\n' ${EXPORTED.map((name) => `"$${name}"`).join(" ")}; exec cat`;

/**
 * Starts a stand-in that plays a version of authentik.
 *
 * @param command - What runs the stand-in: node and its file
 * @throws Error with what it said when it does not start
 */
export function startStandIn(
  command: readonly [node: string, file: string],
  version: string,
  env: NodeJS.ProcessEnv,
): Promise<StandIn> {
  const [node, file] = command;
  const child = spawn(node, [file, "sh", "-c", TELLS_AND_WAITS], {
    env: { ...withoutSettings(env), STANDIN_VERSION: version },
    // Ctrl-C is for terraform, which still needs it.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", () => reject(new Error(`the stand-in does not start: ${said.trim()}`)));
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      const lines = told.split("\n");
      if (lines.length <= EXPORTED.length) return;
      const environment = Object.fromEntries(EXPORTED.map((name, index) => [name, lines[index] as string]));
      const { AUTHENTIK_URL: url = "", AUTHENTIK_TOKEN: token = "" } = environment;
      resolve({ environment, url, token, stop: () => child.stdin.end() });
    });
  });
}

/** Its port, its state and its provider are of another one. */
const withoutSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^STANDIN_(?!TERRAFORM$)/.test(name)));
