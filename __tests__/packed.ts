import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { files } from "../package.json";
import { packageTexts } from "../scripts/package-texts";

/**
 * What `npm pack` writes, without its scripts, which would change this folder for a moment; types are in it where a test
 * has made them.
 *
 * @returns The tarball's name in the folder
 */
export function packInto(folder: string, types?: string): string {
  const stage = mkdtempSync(join(tmpdir(), "agent-stack-pack-"));
  for (const file of ["package.json", "LICENSE", ...files].filter((each) => existsSync(each))) {
    cpSync(file, join(stage, file));
  }
  for (const [path, text] of packageTexts()) writeFileSync(join(stage, path), text);
  rmSync(join(stage, "dist/index.d.ts"), { force: true });
  if (types) cpSync(types, join(stage, "dist/index.d.ts"));
  const [tarball = ""] = execFileSync(
    "npm",
    ["pack", "--ignore-scripts", "--silent", "--offline", "--pack-destination", resolve(folder)],
    { cwd: stage, encoding: "utf8" },
  ).split("\n");
  rmSync(stage, { recursive: true });
  return tarball;
}
