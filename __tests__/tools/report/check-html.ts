import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentFromPlan } from "../../../tools/report/environment";
import { htmlPage, renderHtml } from "../../../tools/report/html";
import { emptyEnvironment, failedEnvironment } from "../../../tools/report/model";
import { layOutStatus } from "../../../tools/status/layout";
import { FIXTURES, fixture } from "../changes/plans";
import { NOW, sound, tenants } from "../status/statuses";
import { type Chromium, isChromiumThere, startChromium } from "./chromium";
import { crowdedPlan } from "./crowded";
import { finding, HOSTILE, infest, reportAbout, reportOf } from "./reports";

// Opens reports in a headless Chromium, looks for what cannot be read and leaves pictures:
// npm run check:html [folder] [page...]; with docs/images as the folder the pictures that the docs show are written, and nothing else.

const DOCS = "docs/images";
const [folder = "cdktf.out/html", ...wanted] = process.argv.slice(2);
const out = resolve(folder);
const isForDocs = out === resolve(DOCS);

const PAGE_PROBLEMS = readFileSync(join(__dirname, "page-problems.js"), "utf8");
const LONG_NAME = ` ${"Unterabteilungsverwaltungsgeschäftsstelle-".repeat(6)} 部門のノートパソコン WWWWMMMM`;

/** What the check has to find, looked at only when it is asked for. */
const UNREADABLE = `<!doctype html><html><head><style>
body { margin: 0; background: #fff; color: #000; } p { margin: 0; }
.wide-text { width: 900px; text-align: right; } .pale { color: #aaa; }
.cut { width: 20px; overflow: hidden; white-space: nowrap; } .hidden { visibility: hidden; }
.wide { width: 100px; overflow-x: auto; } .wide p { width: 600px; } .tall { height: 1300px; margin: 0; }
</style></head><body><p class="wide-text">wide</p><p class="pale">pale</p><p class="cut">this is cut</p>
<p class="hidden">hidden</p><div class="wide"><p>scrolled</p></div><figure class="tall"></figure></body></html>`;

const at = (name: string) => `https://id.${name}.example`;
const environmentOf = (json: string) => environmentFromPlan("production", json, "plan");
const FAILURE =
  'terraform plan failed\nauthentik has no group "Support", or the token\'s user may not see it: if it was renamed, configure its new name';

const pages = [
  ...FIXTURES.map((name) => ({ name, html: renderHtml(reportOf(fixture(name))) })),
  { name: "drift", html: renderHtml(reportOf(fixture("drift-only"), "drift")) },
  {
    name: "verify",
    html: renderHtml(
      reportAbout([{ ...emptyEnvironment("production"), findings: [finding], unchanged: 10 }], "verify"),
    ),
  },
  {
    name: "fleet",
    html: renderHtml(
      reportAbout([
        ...["acme", "globex", "initech"].map((name) => ({ ...emptyEnvironment(name), server: at(name) })),
        { ...environmentOf(fixture("drift-and-change")), name: "production", server: at("production") },
        { ...environmentOf(crowdedPlan("no-op")), name: "hooli", server: at("hooli"), findings: [finding] },
        { ...failedEnvironment("staging", FAILURE), server: at("staging") },
      ]),
    ),
  },
  { name: "crowded-created", html: renderHtml(reportOf(crowdedPlan("create"))) },
  { name: "crowded-unchanged", html: renderHtml(reportOf(crowdedPlan("no-op"))) },
  { name: "long-names", html: renderHtml(reportOf(crowdedPlan("create", LONG_NAME))) },
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
  ...(wanted.includes("unreadable") ? [{ name: "unreadable", html: UNREADABLE }] : []),
].filter(({ name }) => wanted.length === 0 || wanted.includes(name));

interface View {
  readonly name: string;
  readonly width: number;
  readonly scheme: "light" | "dark";
  readonly media: "screen" | "print";
}

const MM = 96 / 25.4;
/** A4 upright. */
const SHEET = { width: 210 * MM, height: 297 * MM, margin: 10 * MM };
/** What is left of it between the margins. */
const PAPER = { width: Math.floor(SHEET.width - 2 * SHEET.margin), height: SHEET.height - 2 * SHEET.margin };
const VIEWS: readonly View[] = [
  ...[400, 800, 1600].flatMap((width) =>
    (["light", "dark"] as const).map((scheme) => ({
      name: `${width}-${scheme}`,
      width,
      scheme,
      media: "screen" as const,
    })),
  ),
  { name: "print", width: PAPER.width, scheme: "dark", media: "print" },
];

const { environments, made } = reportOf(fixture("drift-and-change"));
const SHOWN = {
  ...reportAbout(environments.map((each) => ({ ...each, server: "https://id.example.com" }))),
  made: { ...made, commit: "5bbb97f" },
};

/** The pictures that the docs show, each a page's top; they need a font with emoji. */
const DOCS_PICTURES = [
  { file: "report.png", html: renderHtml(SHOWN), width: 1100, height: 1150 },
  {
    file: "status.png",
    html: htmlPage("agent-stack status", layOutStatus(tenants(24), NOW)),
    width: 1100,
    height: 480,
  },
];

async function main(): Promise<void> {
  mkdirSync(out, { recursive: true });
  const chromium = await startChromium();
  try {
    if (isForDocs) await paintDocs(chromium);
    else await checkAll(chromium);
  } finally {
    await chromium.close();
  }
}

async function checkAll(chromium: Chromium): Promise<void> {
  const problems: string[] = [];
  for (const { name, html } of pages) {
    const found = await check(chromium, name, html);
    console.log(`${found.length === 0 ? "ok" : "BAD"} ${name}`);
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  console.log(`pages and pictures are in ${out}`);
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  }
}

async function check(chromium: Chromium, name: string, html: string): Promise<string[]> {
  const path = join(out, `${name}.html`);
  writeFileSync(path, html);
  await chromium.open(`file://${path}`);
  const problems = compare(html, await chromium.evaluate<string>("document.documentElement.outerHTML"));
  for (const view of VIEWS) {
    await show(chromium, view);
    const found = await chromium.evaluate<string[]>(PAGE_PROBLEMS);
    problems.push(...found.map((problem) => `${view.name}: ${problem}`));
    if (view.media === "print") problems.push(...(await print(chromium, join(out, `${name}.pdf`))));
    await paint(chromium, join(out, `${name}-${view.name}.png`), view.width, 2400);
  }
  return [...problems, ...chromium.consoleLines()];
}

async function paintDocs(chromium: Chromium): Promise<void> {
  for (const { file, html, width, height } of DOCS_PICTURES) {
    await chromium.open(`data:text/html;base64,${Buffer.from(html).toString("base64")}`);
    await show(chromium, { name: file, width, scheme: "light", media: "screen" });
    await paint(chromium, join(out, file), width, height);
  }
}

async function show({ send }: Chromium, { width, scheme, media }: View): Promise<void> {
  await send("Emulation.setDeviceMetricsOverride", {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  // On paper Chromium prefers light, whatever the reader has chosen.
  const value = media === "print" ? "light" : scheme;
  await send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value }] });
}

async function paint(chromium: Chromium, path: string, width: number, most: number): Promise<void> {
  const page = await chromium.evaluate<number>(
    "Math.ceil(document.documentElement.getBoundingClientRect().height)",
  );
  const clip = { x: 0, y: 0, width, height: Math.min(page, most), scale: 1 };
  const { data } = await chromium.send("Page.captureScreenshot", { clip, captureBeyondViewport: true });
  writeFileSync(path, Buffer.from(String(data), "base64"));
}

/** Makes the PDF that a reader gets by printing; the page that is open is as wide as the paper. */
async function print(chromium: Chromium, path: string): Promise<string[]> {
  const inches = (pixels: number) => pixels / 96;
  const margin = inches(SHEET.margin);
  const { data } = await chromium.send("Page.printToPDF", {
    paperWidth: inches(SHEET.width),
    paperHeight: inches(SHEET.height),
    ...{ marginTop: margin, marginBottom: margin, marginLeft: margin, marginRight: margin },
  });
  const pdf = Buffer.from(String(data), "base64");
  writeFileSync(path, pdf);
  const [height, ...unbroken] = await chromium.evaluate<number[]>(
    "[document.documentElement, ...document.querySelectorAll('figure')].map((each) => each.getBoundingClientRect().height)",
  );
  const sheets = pdf.toString("latin1").split(/\/Type\s*\/Page\b/).length - 1;
  // What is not broken may leave up to its own height empty at the end of a sheet.
  const most = Math.ceil(((height ?? 0) / PAPER.height) * 1.5) + 1;
  return [
    ...unbroken
      .filter((each) => each > PAPER.height)
      .map((each) => `pdf: a picture is ${Math.round(each)} high, a sheet ${Math.round(PAPER.height)}`),
    ...(sheets > 0 && sheets <= most ? [] : [`pdf: it has ${sheets} sheets, expected 1 to ${most}`]),
  ];
}

/** What Chromium makes of the page must be what we wrote: nothing closed early, nothing added. */
function compare(html: string, dom: string): string[] {
  const counts = (source: string) =>
    Object.fromEntries(
      ["details", "table", "li", "code", "rect", "a", "h3", "tr", "td"].map((tag) => [
        tag,
        source.split(`<${tag}`).filter((rest) => /^[\s>]/.test(rest)).length,
      ]),
    );
  const [written, parsed] = [JSON.stringify(counts(html)), JSON.stringify(counts(dom))];
  return [
    ...(written === parsed ? [] : [`wrote ${written}, Chromium has ${parsed}`]),
    ...(/<(script|img|iframe|object)\b/i.test(dom) ? ["has an element that is not ours"] : []),
  ];
}

if (isChromiumThere()) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
} else {
  console.error("Chromium was not found: install it or name it in CHROMIUM");
  process.exitCode = 1;
}
