import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProvider } from "../../standin/provider";
import { startServer } from "../../standin/server";
import { Fleet } from "./fleet";
import { PLATFORM, ProviderMirror } from "./provider-mirror";
import { Checkout } from "./small-checkout";

jest.setTimeout(180_000);

const ADDRESS = "goauthentik/authentik";
const INSTALLING = "Installing goauthentik/authentik v2026.5.0...";

let server: Awaited<ReturnType<typeof startServer>>;
let mirror: ProviderMirror;
let checkout: Checkout;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  mirror = new ProviderMirror("packed");
  mirror.offer("2026.5.0");
  checkout = new Checkout(["one", "two", "three"], {
    ...mirror.environment,
    AUTHENTIK_URL: server.url,
    AUTHENTIK_TOKEN: server.token,
  });
});
afterEach(() => {
  checkout.remove();
  mirror.remove();
});

const lock = (...args: string[]) =>
  checkout.run("lock", "--mirror", mirror.packages, "--platform", PLATFORM, ...args);
const read = (file: string) => readFileSync(join(checkout.directory, file), "utf8");
const planned = async (...names: string[]) => {
  const { code, stdout, stderr } = await checkout.run("plan", ...names, "--no-verify", "--format", "json");
  return { code, stderr, ...(stdout === "" ? {} : JSON.parse(stdout)) };
};

test("what is locked is what every run uses, until it is renewed", async () => {
  const locked = await lock();
  mirror.offer("2026.5.1");
  const first = await planned("one", "two");
  const markdown = await checkout.run("plan", "--no-verify", "one");
  const again = await lock();
  const committed = read(".terraform.lock.hcl");
  const renewed = await lock("--upgrade");
  const later = await planned("one");

  expect(locked).toEqual({
    code: 0,
    stdout: `.terraform.lock.hcl: ${ADDRESS} 2026.5.0, new\n`,
    stderr: "",
  });
  expect([first.code, first.made.versions[2]]).toEqual([2, "goauthentik/authentik 2026.5.0"]);
  expect(markdown.stdout).toContain("terraform 1.11.4, goauthentik/authentik 2026.5.0`");
  expect(again.stdout).toBe(`.terraform.lock.hcl: ${ADDRESS} 2026.5.0, as before\n`);
  expect(committed).toContain('version     = "2026.5.0"');
  expect(renewed.stdout).toBe(`.terraform.lock.hcl: ${ADDRESS} 2026.5.0 → 2026.5.1\n`);
  expect([later.code, later.made.versions[2]]).toEqual([2, "goauthentik/authentik 2026.5.1"]);
});

test("environments that accept other versions have a lock of their own, and nothing runs that fits none", async () => {
  await lock();
  mirror.offer("2026.8.0");
  checkout.accept({ three: "~> 2026.8.0" });

  const refused = await planned();
  const locked = await lock();
  const all = await planned();
  checkout.accept({});
  const joined = await lock();

  expect(refused).toEqual({
    code: 1,
    stderr:
      "agent-stack plan: .terraform.lock.hcl has goauthentik/authentik 2026.5.0, and three accepts ~> 2026.8.0\nrun agent-stack lock, and commit what it writes\n",
  });
  expect(locked.stdout).toBe(
    `.terraform.lock.hcl: ${ADDRESS} 2026.5.0, as before\nlocks/three.terraform.lock.hcl: ${ADDRESS} 2026.8.0, new\n`,
  );
  expect([all.code, all.made.versions.slice(2)]).toEqual([
    2,
    ["goauthentik/authentik 2026.5.0 (one, two)", "goauthentik/authentik 2026.8.0 (three)"],
  ]);
  expect(joined.stdout).toBe(
    `.terraform.lock.hcl: ${ADDRESS} 2026.5.0, as before\nlocks/three.terraform.lock.hcl: removed, .terraform.lock.hcl is for this environment or it is gone\n`,
  );
  expect(existsSync(join(checkout.directory, "locks/three.terraform.lock.hcl"))).toBe(false);
});

test("a package of the locked version with another hash is never run", async () => {
  await lock();
  mirror.offer("2026.5.0", { comment: "another package" });

  const { code, environments } = await planned("one");

  expect(code).toBe(1);
  expect(environments[0].failure).toMatch(/doesn't match any of\s+the checksums previously recorded/);
  expect(environments[0].failure).toMatch(
    /run `agent-stack lock` where the hashes of this platform are missing, with --mirror where packages come from one; otherwise find out who changed the package\.$/,
  );
  expect(existsSync(checkout.path(".agent-stack/providers"))).toBe(false);
});

test("a run that is made to choose another version than the locked one fails and leaves nothing", async () => {
  await lock();
  mirror.offer("2026.5.1");
  checkout.variables.TF_CLI_ARGS_init = "-upgrade";

  const { code, environments } = await planned("one");

  expect([code, environments[0].failure]).toEqual([
    1,
    `the lock file has ${ADDRESS} 2026.5.0, and terraform was made to choose 2026.5.1: take -upgrade out of TF_CLI_ARGS_init, or run \`agent-stack lock --upgrade\`\nCommit what it writes.`,
  ]);
  expect(existsSync(checkout.path(".agent-stack/providers"))).toBe(false);
});

test("where a mirror has no package for a platform, that is said", async () => {
  const { code, stderr } = await checkout.run("lock", "--mirror", mirror.packages);

  expect([code, existsSync(join(checkout.directory, ".terraform.lock.hcl"))]).toEqual([1, false]);
  expect(stderr.trimEnd().split("\n").at(-1)).toMatch(
    /^There is no package for \w+_\w+ where terraform looked: name the platforms that there are with --platform, or another place with --mirror\.$/,
  );
});

test("a lock file with the hash of the packed package only is not enough, and completed by another lock", async () => {
  await lock();
  const complete = read(".terraform.lock.hcl");
  const packed = createHash("sha256")
    .update(readFileSync(mirror.packed("2026.5.0")))
    .digest("hex");
  writeFileSync(
    join(checkout.directory, ".terraform.lock.hcl"),
    complete.replace(/"h1:[^"]+"/, `"zh:${packed}"`),
  );

  const { code, environments } = await planned("one");
  const completed = await lock();
  const later = await planned("one");

  expect([code, environments[0].failure]).toEqual([
    1,
    `the lock file has no hash of ${ADDRESS} 2026.5.0 unpacked for the platform of this machine: run \`agent-stack lock\` here\nCommit what it writes.`,
  ]);
  expect(completed.stdout).toBe(`.terraform.lock.hcl: ${ADDRESS} 2026.5.0, with other hashes\n`);
  expect(later.code).toBe(2);
});

test("an attached provider needs no hash, and no report says that it has the locked version", async () => {
  await lock();
  await planned("one");
  const attached = await startProvider({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token });
  checkout.variables.TF_REATTACH_PROVIDERS = attached.reattach;

  const { code, made } = await planned("one", "two");
  await attached.close();

  expect([code, made.versions]).toEqual([2, [expect.stringMatching(/^agent-stack /), "terraform 1.11.4"]]);
});

test("the whole set-up is locked, applied, verified and looked at for drift with an installed provider", async () => {
  const fleet = await Fleet.start(["acme"], { provider: mirror.environment });

  const locked = await fleet.run("lock", "--mirror", mirror.packages, "--platform", PLATFORM);
  const applied = await fleet.run("apply", "acme", "--yes");
  const drifted = await fleet.run("drift", "--format", "json");
  await fleet.close();

  expect([locked.code, locked.stdout]).toEqual([0, `.terraform.lock.hcl: ${ADDRESS} 2026.5.0, new\n`]);
  expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
  expect(applied.stdout).toContain(`${ADDRESS} 2026.5.0`);
  expect([drifted.code, JSON.parse(drifted.stdout).made.versions[2]]).toEqual([0, `${ADDRESS} 2026.5.0`]);
});

test("raw terraform and cdktf deploy use what is locked", async () => {
  await lock();
  await planned("one");
  mirror.offer("2026.5.1");
  mirror.takeInits();
  const stack = checkout.path("stacks/one");
  const wrapper = join(__dirname, "../../dist/agent-stack-terraform.js");
  const cdktf = join(__dirname, "../../node_modules/.bin/cdktf");

  const applied = await checkout.terraform("one", "apply", "-input=false", "agent-stack.tfplan");
  rmSync(join(stack, ".terraform"), { recursive: true });
  const upgraded = await checkout.execute(stack, process.execPath, wrapper, "init", "-upgrade", "-no-color");
  const relocked = await checkout.execute(stack, process.execPath, wrapper, "providers", "lock");
  rmSync(checkout.path("stacks"), { recursive: true });
  const deployed = await checkout.execute(checkout.directory, cdktf, "deploy", "two", "--auto-approve");

  expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
  expect([upgraded.code, upgraded.stderr]).toEqual([0, ""]);
  expect(upgraded.stdout).toContain(INSTALLING);
  expect(relocked).toEqual({ code: 0, stdout: "", stderr: "" });
  expect({ code: deployed.code, said: deployed.code === 0 ? "" : deployed.stdout + deployed.stderr }).toEqual(
    { code: 0, said: "" },
  );
  expect(mirror.takeInits()).toEqual([INSTALLING]);
});
