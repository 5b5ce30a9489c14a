import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Binary } from "./binary";
import { objectsIn } from "./kept-state";
import { terraformIn } from "./run";
import type { Stack } from "./stack";
import { pullState } from "./state";
import { TerraformError } from "./terraform-error";
import { shownFolder, UNWRITTEN_STATE } from "./working-folder";

/** What a person types to write such a state. */
export const writeState = (stack: Stack, binary: Binary) =>
  `${terraformIn(stack, binary)} state push ${UNWRITTEN_STATE}`;

interface Numbered {
  readonly serial?: number;
  readonly lineage?: string;
}

/**
 * Stops where the last apply could not write its state: what it made would be made once more.
 *
 * @returns what a person should know of one that is written
 * @throws TerraformError
 */
export async function checkUnwrittenState(stack: Stack, binary: Binary): Promise<string[]> {
  const { kept = stack } = stack;
  const path = join(kept.directory, UNWRITTEN_STATE);
  if (!existsSync(path)) return [];
  const [left, there] = [readFileSync(path, "utf8"), await pullState(stack, binary)];
  const shown = join(shownFolder(binary.cwd, stack), UNWRITTEN_STATE);
  if (!isMissing(readState(left), readState(there), objectsIn(there))) {
    return [`${stack.name}: ${shown} is written to the state, or older than it, and has secrets: remove it`];
  }
  throw new TerraformError(
    `the last apply could not write its state, which is in ${shown}: nothing was asked of authentik, where what that apply made would be made once more. Write it, and run this again: ${writeState(stack, binary)}`,
  );
}

/** Where there was no state, terraform gives the one that it writes another lineage. */
function isMissing(left: Numbered, there: Numbered, objectsThere: number): boolean {
  return left.lineage === there.lineage ? (left.serial ?? 0) > (there.serial ?? 0) : objectsThere === 0;
}

function readState(text: string): Numbered {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
