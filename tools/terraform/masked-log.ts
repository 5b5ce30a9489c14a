import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redact } from "./redact";

/** Variables that ask terraform for a log. */
const ASKING = ["TF_LOG", "TF_LOG_CORE", "TF_LOG_CLOUD", "TF_LOG_STACKS"];

/**
 * Runs with terraform's log in a file that only its owner reads, and hands it on without secrets: it quotes what authentik
 * answered and what terraform was started with.
 *
 * @param secrets - Those that no variable's name tells
 * @param print - Gets the log where TF_LOG_PATH names no file for it, @default - then terraform writes it itself
 */
export async function withMaskedLog<T>(
  env: NodeJS.ProcessEnv,
  secrets: readonly string[],
  run: (env: NodeJS.ProcessEnv) => Promise<T>,
  print?: (log: string) => void,
): Promise<T> {
  const path = env.TF_LOG_PATH;
  const hand = path ? (log: string) => appendFileSync(path, log, { mode: 0o600 }) : print;
  if (hand === undefined || !ASKING.some((name) => env[name])) return run(env);
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-log-"));
  const file = join(folder, "terraform.log");
  try {
    return await run({ ...env, TF_LOG_PATH: file });
  } finally {
    if (existsSync(file)) hand(redact(readFileSync(file, "utf8"), env, secrets));
    rmSync(folder, { recursive: true, force: true });
  }
}
