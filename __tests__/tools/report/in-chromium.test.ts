import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.setTimeout(240_000);

const isThere = spawnSync(process.env.CHROMIUM ?? "chromium", ["--version"]).error === undefined;
if (!isThere) {
  console.warn(
    "LEFT OUT: no page was opened in a browser, as Chromium was not found: install it or name it in CHROMIUM",
  );
}

(isThere ? test : test.skip)("Chromium shows the status of 200 environments as it was written", () => {
  const out = mkdtempSync(join(tmpdir(), "agent-stack-pages-"));

  const { status, stdout, stderr } = spawnSync(
    "node_modules/.bin/tsx",
    ["__tests__/tools/report/check-html.ts", out, "status", "hostile-status"],
    { encoding: "utf8" },
  );

  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: `ok status\nok hostile-status\nscreenshots are in ${out}\n`,
    stderr: "",
  });
  expect(readdirSync(out).sort()).toEqual([
    "hostile-status.html",
    "status-dark.png",
    "status-light.png",
    "status.html",
  ]);
  rmSync(out, { recursive: true });
});
