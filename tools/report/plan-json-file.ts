import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { PlanMode } from "../terraform/arguments";
import { environmentFromPlan } from "./environment";
import type { Result } from "./model";

/** Reports on a plan that somebody else made, from a file or, for `-`, from standard input. */
export function reportPlanJson(file: string, names: readonly string[], mode: PlanMode): Result {
  if (names.length > 1) {
    throw new Error(
      `--plan-json holds one environment's plan, ${names.length} environments are named: name one or none`,
    );
  }
  const name = names[0] ?? (file === "-" ? "plan" : basename(file).replace(/\.json$/, ""));
  const environment = environmentFromPlan(name, read(file), mode);
  return { environments: [environment], versions: [`plan from ${file === "-" ? "standard input" : file}`] };
}

function read(file: string): string {
  try {
    return decode(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    throw new Error(`--plan-json ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Text in UTF-8 or, as PowerShell writes what is redirected to a file, in UTF-16, without its byte order mark. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
