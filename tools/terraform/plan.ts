import { existsSync, rmSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PlanMode, planArguments, showArguments } from "./arguments";
import type { Binary } from "./binary";
import { place } from "./files";
import { parseMessage } from "./messages";
import { runTerraform } from "./run";
import { patiently } from "./state-lock";
import type { Stack } from "./synthesise";
import { checkUnwrittenState } from "./unwritten-state";

/** Where the saved plan of an environment is, below its stack's folder; `agent-stack apply --plan` takes it. */
export const PLAN_FILE = "agent-stack.tfplan";

/**
 * Puts the plan that was saved in a copy of the stack where people and pipelines find it; where there is none, also not an
 * earlier one.
 */
export function placePlan(stack: Stack): void {
  if (stack.kept === undefined) return;
  const from = join(stack.directory, PLAN_FILE);
  const to = join(stack.kept.directory, PLAN_FILE);
  if (existsSync(from)) place(from, to);
  else rmSync(to, { force: true });
}

/** Called with what happens next, in a few words, and how far it is. */
export type Progress = (step: string, detail?: string) => void;

/**
 * Plans one stack that was initialised and returns terraform's JSON of the plan.
 *
 * @throws TerraformError with terraform's own words, secrets masked, or where another run left a state that it could not write
 */
export async function planStack(
  stack: Stack,
  mode: PlanMode,
  binary: Binary,
  progress: Progress,
): Promise<string> {
  const file = mode === "plan" ? PLAN_FILE : "agent-stack.drift.tfplan";
  const path = join(stack.directory, file);
  // A plan left from earlier must not be taken for this one's.
  await rm(path, { force: true });
  // It holds secrets in clear; terraform writes into a file that is there and leaves its mode as it is.
  await writeFile(path, "", { mode: 0o600, flag: "wx" });
  progress(mode);
  let refreshed = 0;
  let isWanted = false;
  try {
    const args = planArguments(mode, file, binary.env);
    const onLine = (line: string) => {
      if (parseMessage(line)?.kind === "refresh") {
        refreshed += 1;
        progress(mode, `, ${refreshed} read`);
      }
    };
    await patiently(() => runTerraform(stack, binary, args, { onLine }));
    // Whoever had the state's lock meanwhile may not have been able to write it.
    await checkUnwrittenState(stack, binary);
    const json = await runTerraform(stack, binary, showArguments(file));
    isWanted = mode === "plan";
    return json;
  } finally {
    // Nobody applies it; terraform writes it also when it fails.
    if (!isWanted) await rm(path, { force: true });
  }
}
