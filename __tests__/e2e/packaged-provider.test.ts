import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../../standin/server";
import { type Ended, endOf } from "./ended";
import { type Layout, ProviderMirror } from "./provider-mirror";
import { Checkout } from "./small-checkout";

jest.setTimeout(180_000);

const INSTALLING = "Installing goauthentik/authentik v2026.5.0...";
const USING = "Using previously-installed goauthentik/authentik v2026.5.0";

/** Times and names of all files below a folder, by which one sees that nobody has written there. */
const filesOf = (folder: string) =>
  execFileSync("find", [folder, "-printf", "%p %i %T@ %l\n"], { encoding: "utf8" }).split("\n").sort();

let server: Awaited<ReturnType<typeof startServer>>;
let opened: { remove(): void }[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
afterEach(() => {
  for (const each of opened) each.remove();
  opened = [];
});

function mirrorOf(layout: Layout): ProviderMirror {
  const mirror = new ProviderMirror(layout);
  opened.push(mirror);
  mirror.offer("2026.5.0");
  return mirror;
}

function checkoutWith(
  mirror: ProviderMirror,
  names: string[],
  further: Record<string, string> = {},
): Checkout {
  const authentik = { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token };
  const checkout = new Checkout(names, { ...mirror.environment, ...authentik, ...further });
  opened.push(checkout);
  return checkout;
}

const codesOf = (runs: readonly Ended[]) => runs.map(({ code, stdout }) => (code === 1 ? stdout : code));

test.each<Layout>(["packed", "unpacked"])(
  "ten first runs at once install a provider of a mirror that is %s once, and further ones nothing",
  async (layout) => {
    const mirror = mirrorOf(layout);
    const offered = filesOf(mirror.packages);
    const names = ["one", "two", "three"];
    const checkout = checkoutWith(mirror, names);

    const first = await Promise.all(
      Array.from({ length: 10 }, (_, index) => checkout.plan(names[index % 3] as string)),
    );
    const inits = mirror.takeInits();
    const kept = filesOf(checkout.path(".agent-stack/providers"));
    const applied = await checkout.terraform("one", "apply", "-input=false", "agent-stack.tfplan");
    const later = [await checkout.plan("one", "two"), await checkout.plan("two")];

    expect(codesOf(first)).toEqual(first.map(() => 2));
    expect(inits.sort()).toEqual([INSTALLING, ...Array(9).fill(USING)]);
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
    expect(codesOf(later)).toEqual([2, 2]);
    expect(mirror.takeInits()).toEqual([USING, USING, USING]);
    expect(filesOf(checkout.path(".agent-stack/providers"))).toEqual(kept);
    expect(filesOf(mirror.packages)).toEqual(offered);
    expect(checkout.runsLeft).toEqual([]);
  },
);

test.each<[string, Layout, (folder: string, mirror: ProviderMirror) => Record<string, string>]>([
  ["TF_PLUGIN_CACHE_DIR", "packed", (folder) => ({ TF_PLUGIN_CACHE_DIR: folder })],
  [
    "plugin_cache_dir",
    "unpacked",
    (folder, { environment: { TF_CLI_CONFIG_FILE = "" } }) => {
      writeFileSync(
        TF_CLI_CONFIG_FILE,
        `${readFileSync(TF_CLI_CONFIG_FILE)}plugin_cache_dir = "${folder}"\n`,
      );
      return {};
    },
  ],
  ["TF_DATA_DIR", "packed", (folder) => ({ TF_DATA_DIR: folder })],
])("with %s runs at once install once, too", async (variable, layout, variables) => {
  const mirror = mirrorOf(layout);
  const folder = join(mirror.directory, "folder");
  mkdirSync(folder);
  const checkout = checkoutWith(mirror, ["one", "two"], variables(folder, mirror));

  const first = await Promise.all([checkout.plan("one"), checkout.plan(), checkout.plan("two")]);
  const inits = mirror.takeInits();
  const later = await checkout.plan();

  expect(codesOf([...first, later])).toEqual([2, 2, 2, 2]);
  expect(inits.sort()).toEqual([INSTALLING, USING, USING, USING]);
  expect(mirror.takeInits()).toEqual([USING, USING]);
  expect(readdirSync(folder)).toEqual(
    variable === "TF_DATA_DIR" ? ["one", "two"] : ["registry.terraform.io"],
  );
});

test("a stack without a lock file takes what another one has, and writes over nothing that is in use", async () => {
  const mirror = mirrorOf("packed");
  const checkout = checkoutWith(mirror, ["one", "two"]);
  await checkout.plan("one");
  const kept = filesOf(checkout.path(".agent-stack/providers"));
  mirror.takeInits();

  rmSync(checkout.path(".agent-stack/chosen"), { recursive: true });
  const forgotten = await checkout.plan("two");
  rmSync(checkout.path("stacks/two/.terraform.lock.hcl"));
  mirror.offer("2026.5.1");
  const taken = await checkout.plan("two");

  expect(codesOf([forgotten, taken])).toEqual([2, 2]);
  expect(mirror.takeInits()).toEqual([INSTALLING, USING]);
  expect(filesOf(checkout.path(".agent-stack/providers"))).toEqual(kept);
});

test("a run that was killed while it installed is in nobody's way, and what it left is removed", async () => {
  const mirror = mirrorOf("packed");
  const checkout = checkoutWith(mirror, ["one"]);
  const killed = checkout.begin("plan", "one");
  while (!existsSync(checkout.path(".agent-stack/installation.turn"))) await tick();
  killed.kill("SIGKILL");
  await endOf(killed);
  const [left = ""] = checkout.runsLeft;
  // A minute in which nobody touched them.
  const before = new Date(Date.now() - 61_000);
  utimesSync(checkout.path(".agent-stack/installation.turn"), before, before);
  utimesSync(checkout.path(`.agent-stack/runs/${left}`), before, before);

  const next = await checkout.plan("one");

  expect(left).toMatch(/^run-/);
  expect(codesOf([next])).toEqual([2]);
  expect(checkout.runsLeft).toEqual([]);
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));
