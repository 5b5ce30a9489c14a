import { platform } from "node:os";
import { runProcess } from "../terraform/process";
import { redact } from "../terraform/redact";

/** What npx says of itself, and credentials of authentik, which the packages' scripts need not see. */
const NOT_FOR_NPM = /^(npm_(?!config_)|npm_config_(package|call|global|local_prefix)$|AUTHENTIK_TOKEN)/i;

/**
 * Installs what package.json names by the reader's npm, which writes package-lock.json.
 *
 * @returns why it could not, undefined where it could
 */
export async function installPackages(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_FOR_NPM.test(name)));
  const npm = async (...args: string[]) => {
    const ended = await runProcess({
      command: "npm",
      // Where there is no network, npm tries for minutes.
      args: [...args, "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
      cwd: folder,
      env: own,
      shell: platform() === "win32",
    });
    return ended.code === 0 ? undefined : redact(reasonIn(ended.stderr), env);
  };
  try {
    const reason = await npm("install", "--no-audit", "--no-fund");
    // Where it cannot reach its registry, npm may say that peer dependencies do not fit.
    return reason && ((await npm("view", "cdktf", "version")) ?? reason);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw error;
    return "npm is not found";
  }
}

/** The line that says it in words, of those that npm has for its code, its log and so on. */
function reasonIn(stderr: string): string {
  const lines = [...stderr.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line = ""]) => line.trim());
  const reason = lines.find((line) => !/^(code|syscall|errno|address|port)\b/.test(line)) ?? lines[0];
  return (reason ?? "npm did not say why").replace(/^\w*Error: /, "").replace(/[.:]+$/, "");
}
