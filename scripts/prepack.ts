import { execFileSync } from "node:child_process";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { writeLibraryTypes } from "./library-types";
import { packageTexts } from "./package-texts";

/** Beside dist/, what a text of the repository is called while the package's is in its place. */
const keptAs = (path: string) => `dist/${path}.repository`;

/** Makes what `npm pack` takes; some texts are the package's until the tarball is written. */
function prepare(): void {
  execFileSync(process.execPath, ["build.mjs"]);
  if (!writeLibraryTypes("dist/index.d.ts", { isReportWritten: false })) {
    throw new Error(
      "the public types are not as etc/library.api.md has them: npm run types, and have it reviewed",
    );
  }
  restore();
  for (const [path, text] of packageTexts()) {
    if (existsSync(path) && !path.startsWith("dist/")) renameSync(path, keptAs(path));
    writeFileSync(path, text);
  }
}

/** Puts the repository's texts back, those of a run that was killed too. */
function restore(): void {
  for (const path of packageTexts().keys()) {
    if (existsSync(keptAs(path))) renameSync(keptAs(path), path);
  }
}

try {
  if (process.argv[2] === "restore") restore();
  else prepare();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
