import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { htmlPage, renderHtml } from "../../../tools/report/html";
import { layOutStatus } from "../../../tools/status/layout";
import { FIXTURES, fixture } from "../changes/plans";
import { NOW, sound, tenants } from "../status/statuses";
import { HOSTILE, infest, reportOf } from "./reports";

// Opens reports in a headless Chromium and leaves screenshots: npm run check:html [folder] [page...]

const CHROMIUM = process.env.CHROMIUM ?? "chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr"];
const [folder = "cdktf.out/html", ...wanted] = process.argv.slice(2);
const out = resolve(folder);

const pages = [
  ...FIXTURES.map((name) => ({ name, html: renderHtml(reportOf(fixture(name))) })),
  ...FIXTURES.map((name) => ({
    name: `hostile-${name}`,
    html: renderHtml(reportOf(infest(fixture(name), HOSTILE))),
  })),
  { name: "status", html: htmlPage("agent-stack status", layOutStatus(tenants(200), NOW)) },
  {
    name: "hostile-status",
    html: htmlPage(
      "agent-stack status",
      layOutStatus([{ ...sound(HOSTILE), server: HOSTILE, failure: HOSTILE }], NOW),
    ),
  },
].filter(({ name }) => wanted.length === 0 || wanted.includes(name));

if (spawnSync(CHROMIUM, ["--version"]).error) {
  console.error(`${CHROMIUM} was not found: install Chromium or name it in CHROMIUM`);
  process.exit(1);
}
mkdirSync(out, { recursive: true });
const problems = pages.flatMap(({ name, html }) => {
  const path = join(out, `${name}.html`);
  writeFileSync(path, html);
  const found = check(path, html);
  console.log(`${found.length === 0 ? "ok" : "BAD"} ${name}`);
  return found.map((problem) => `${name}: ${problem}`);
});
const SHOWN = ["drift-and-change", "hostile-update", "status"];
for (const { name } of pages.filter(({ name }) => SHOWN.includes(name))) {
  screenshot(name, "light", 1);
  screenshot(name, "dark", 0);
}
console.log(`screenshots are in ${out}`);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

/** What Chromium makes of the page must be what we wrote: nothing closed early, nothing added, nothing run. */
function check(path: string, html: string): string[] {
  const { stdout, stderr } = spawnSync(CHROMIUM, [...FLAGS, "--dump-dom", `file://${path}`], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const counts = (source: string) =>
    Object.fromEntries(
      ["details", "table", "li", "code", "rect", "a", "h3", "tr", "td"].map((tag) => [
        tag,
        source.split(`<${tag}`).filter((rest) => /^[\s>]/.test(rest)).length,
      ]),
    );
  const [written, parsed] = [JSON.stringify(counts(html)), JSON.stringify(counts(stdout))];
  return [
    ...(written === parsed ? [] : [`wrote ${written}, Chromium has ${parsed}`]),
    ...(/<(script|img|iframe|object)\b/i.test(stdout) ? ["has an element that is not ours"] : []),
    ...(stderr.match(/CONSOLE.*/g) ?? []),
  ];
}

function screenshot(name: string, scheme: string, preferred: number): void {
  execFileSync(
    CHROMIUM,
    [
      ...FLAGS,
      `--blink-settings=preferredColorScheme=${preferred}`,
      "--window-size=1100,1700",
      `--screenshot=${join(out, `${name}-${scheme}.png`)}`,
      `file://${join(out, `${name}.html`)}`,
    ],
    { stdio: "ignore" },
  );
}
