import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.setTimeout(240_000);

const isThere = spawnSync(process.env.CHROMIUM ?? "chromium", ["--version"]).error === undefined;
if (!isThere) {
  process.stdout.write(
    "LEFT OUT: no page was opened in a browser, as Chromium was not found: install it or name it in CHROMIUM\n",
  );
}

const PAGES = [
  "drift-and-change",
  "drift",
  "verify",
  "fleet",
  "crowded-created",
  "long-names",
  "hostile-update",
  "status",
];

(isThere ? test : test.skip)(
  "in Chromium nothing of a page is cut, too wide or too pale, on screens and on paper",
  () => {
    const out = mkdtempSync(join(tmpdir(), "agent-stack-pages-"));

    const { status, stdout, stderr } = checkHtml(out, ...PAGES);

    expect({ status, stdout: stdout.split("\n").sort(), stderr }).toEqual({
      status: 0,
      stdout: ["", ...PAGES.map((name) => `ok ${name}`), `pages and pictures are in ${out}`].sort(),
      stderr: "",
    });
    expect(existsSync(join(out, "status-400-dark.png"))).toBe(true);
    expect(readFileSync(join(out, "status.pdf"), "latin1").startsWith("%PDF-")).toBe(true);
    rmSync(out, { recursive: true });
  },
);

(isThere ? test : test.skip)("the check finds what is cut, too wide, too pale or not seen", () => {
  const out = mkdtempSync(join(tmpdir(), "agent-stack-pages-"));

  const { status, stderr } = checkHtml(out, "unreadable");

  expect(status).toBe(1);
  const said = stderr.split("\n").filter((line) => line.startsWith("unreadable: 400-light"));
  expect(said).toEqual([
    "unreadable: 400-light: the page is 900 wide, the window 400",
    'unreadable: 400-light: is cut: <p class="wide-text"> "wide"',
    'unreadable: 400-light: contrast 2.32: <p class="pale"> "pale"',
    'unreadable: 400-light: is cut: <p class="cut"> "this is cut"',
    'unreadable: 400-light: is not seen: <p class="hidden"> "hidden"',
    'unreadable: 400-light: is 600 wide in 100 and no key scrolls it: <div class="wide"> "scrolled"',
  ]);
  rmSync(out, { recursive: true });
  expect(stderr.split("\n").filter((line) => line.startsWith("unreadable: pdf"))).toEqual([
    "unreadable: pdf: a picture is 1300 high, a sheet 1047",
  ]);
});

function checkHtml(out: string, ...pages: string[]) {
  const program = "__tests__/tools/report/check-html.ts";
  return spawnSync("node_modules/.bin/tsx", [program, out, ...pages], { encoding: "utf8" });
}
