import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
  for (const file of ["main.ts", "agent-stack.yaml", "tsconfig.json"]) {
    copyFileSync(join(PROJECT, file), join(directory, file));
  }
  for (const folder of [".gen", "lib", "node_modules"]) {
    symlinkSync(join(PROJECT, folder), join(directory, folder));
  }
  // node_modules may be another user's, and its cache another demo's.
  const cdktf = readFileSync(join(PROJECT, "cdktf.json"), "utf8");
  writeFileSync(join(directory, "cdktf.json"), cdktf.replaceAll("node_modules/.cache/agent-stack", ".cache"));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }) };
}
