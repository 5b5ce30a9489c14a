import { readFileSync } from "node:fs";
import type { Path } from "../lib/rules/mistake";
import { inherit } from "./inheritance";
import { at, type Place, type Sourced } from "./sourced";
import { readTenantFiles } from "./tenant-files";
import { readTenants, withTenants } from "./tenants";
import { readYaml } from "./yaml-source";

/**
 * Where an environment's setting is written, also where it takes it from another one: for example `agent-stack.yaml:3`.
 *
 * @returns undefined where it is not, and where the stacks are made of something else than that file
 */
export function placeOfSetting(file: string, environment: string, path: Path): string | undefined {
  const written = environmentIn(file, environment);
  const found = written && at(written, path);
  return found && placeText(file, found.place);
}

/** Where an environment first has that text. */
export function placeOfText(file: string, environment: string, text: string): string | undefined {
  const written = environmentIn(file, environment);
  const found = written && scalarOf(written, text);
  return found && placeText(file, found.place);
}

/** For a message about something else: whatever is wrong with the file is said by who reads it to build stacks. */
function environmentIn(file: string, environment: string): Sourced | undefined {
  try {
    const { root } = readYaml(readFileSync(file, "utf8"));
    if (!root) return undefined;
    const { root: all } = withTenants(root, readTenants(readTenantFiles(file)), file);
    return at(inherit(all).root, ["environments", environment]);
  } catch {
    return undefined;
  }
}

function scalarOf(sourced: Sourced, text: string): Sourced | undefined {
  if (sourced.kind === "scalar") return sourced.value === text ? sourced : undefined;
  const children = sourced.kind === "list" ? sourced.items : [...sourced.entries.values()];
  for (const child of children) {
    const found = scalarOf(child, text);
    if (found) return found;
  }
  return undefined;
}

const placeText = (file: string, { file: own = file, line }: Place) => `${own}:${line}`;
