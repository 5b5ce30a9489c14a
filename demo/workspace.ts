import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(__dirname, "..");

export interface Workspace {
  readonly directory: string;
  remove(): void;
}

/** The project in a folder of its own, so that a deployment to the stand-in leaves no state beside yours. */
export function makeWorkspace(): Workspace {
  const directory = mkdtempSync(join(tmpdir(), "agent-stack-"));
  for (const file of ["cdktf.json", "main.ts", "agent-stack.yaml", "tsconfig.json"]) {
    copyFileSync(join(PROJECT, file), join(directory, file));
  }
  for (const folder of [".gen", "lib", "node_modules"]) {
    symlinkSync(join(PROJECT, folder), join(directory, folder));
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
