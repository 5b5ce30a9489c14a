import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Binary } from "./binary";
import { backendOf, objectsIn } from "./kept-state";
import { quoted, terraformIn } from "./run";
import type { Stack } from "./stack";
import { pullState } from "./state";
import { TerraformError } from "./terraform-error";
import { shownFolder, UNWRITTEN_STATE } from "./working-folder";

/** The file of a local state; undefined where the state is elsewhere. */
export function localState(stack: Stack): string | undefined {
  const { local } = backendOf(stack) ?? {};
  return local && resolve((stack.kept ?? stack).directory, String(local.path ?? "terraform.tfstate"));
}

/** What a person types to write a state that terraform could not write. */
export function writeState(stack: Stack, binary: Binary): string {
  const local = localState(stack);
  // Terraform has begun to write into the file, and reads what is there before it writes another time.
  return local === undefined
    ? `${terraformIn(stack, binary)} state push ${UNWRITTEN_STATE}`
    : `cp ${[unwrittenIn(stack, binary), relative(binary.cwd, local)].map(quoted).join(" ")}`;
}

/**
 * Stops where the last apply could not write its state: what it made would be made once more. A state that is not local is read
 * by terraform, which must be initialised.
 *
 * @returns what a person should know of one that is written
 * @throws TerraformError
 */
export async function checkUnwrittenState(stack: Stack, binary: Binary): Promise<string[]> {
  const path = join((stack.kept ?? stack).directory, UNWRITTEN_STATE);
  if (!existsSync(path)) return [];
  const local = localState(stack);
  const there = local === undefined ? await pullState(stack, binary) : existsSync(local) ? read(local) : "";
  const shown = unwrittenIn(stack, binary);
  if (!isMissing(read(path), there)) {
    return [`${stack.name}: ${shown} is written to the state, or older than it, and has secrets: remove it`];
  }
  throw new TerraformError(
    `the last apply could not write its state, which is in ${shown}: nothing was asked of authentik, where what that apply made would be made once more. Write it, and run this again: ${writeState(stack, binary)}`,
  );
}

const read = (path: string) => readFileSync(path, "utf8");

const unwrittenIn = (stack: Stack, { cwd }: Binary) => join(shownFolder(cwd, stack), UNWRITTEN_STATE);

/** Where there was no state, terraform gives the one that it writes another lineage. */
function isMissing(left: string, there: string): boolean {
  const [unwritten, written] = [numbersOf(left), numbersOf(there)];
  if (written === undefined) return true;
  return unwritten?.lineage === written.lineage
    ? (unwritten?.serial ?? 0) > (written.serial ?? 0)
    : objectsIn(there) === 0;
}

/** Undefined where there is no state, or one that was cut off. */
function numbersOf(state: string): { readonly serial?: number; readonly lineage?: string } | undefined {
  try {
    return JSON.parse(state);
  } catch {
    return undefined;
  }
}
