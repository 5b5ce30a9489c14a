import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const PROJECT = resolve(__dirname, "..");

export interface Workspace {
  readonly directory: string;
  remove(): void;
}

/** The project and the example in a folder of their own, apart from your configuration and state. */
export function makeWorkspace(): Workspace {
  const directory = mkdtempSync(join(tmpdir(), "agent-stack-"));
  for (const file of ["main.ts", "examples/agent-stack.yaml", "tsconfig.json"]) {
    copyFileSync(join(PROJECT, file), join(directory, basename(file)));
  }
  for (const folder of [".gen", "configuration", "lib", "node_modules"]) {
    symlinkSync(join(PROJECT, folder), join(directory, folder));
  }
  // node_modules may be another user's, and its cache another demo's.
  const cdktf = readFileSync(join(PROJECT, "cdktf.json"), "utf8");
  writeFileSync(join(directory, "cdktf.json"), cdktf.replaceAll("node_modules/.cache/agent-stack", ".cache"));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }) };
}
