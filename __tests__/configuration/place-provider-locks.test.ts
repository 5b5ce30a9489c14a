import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderLockError, placeProviderLocks } from "../../configuration";

const MARK = "# From the project's lock file, which agent-stack lock writes: what is changed here is lost.\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-stack-locks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lock = (version: string, source = "goauthentik/authentik") =>
  `provider "registry.terraform.io/${source}" {\n  version = "${version}"\n}\n`;

/** Writes what cdktf would, for stacks that accept these versions. */
function synthesised(accepted: Readonly<Record<string, string>>): string {
  const out = join(folder, "out");
  const stacks = Object.entries(accepted).map(([name, version]) => {
    mkdirSync(join(out, "stacks", name), { recursive: true });
    const required_providers = { authentik: { source: "goauthentik/authentik", version } };
    writeFileSync(
      join(out, "stacks", name, "cdk.tf.json"),
      JSON.stringify({ terraform: { required_providers } }),
    );
    return [name, { name, workingDirectory: `stacks/${name}` }];
  });
  writeFileSync(join(out, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  return out;
}

const write = (name: string, text: string) => {
  mkdirSync(join(folder, "locks"), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const placed = (name: string) => join(folder, "out/stacks", name, ".terraform.lock.hcl");

test("each stack gets its own lock file, or else the one for all", () => {
  const out = synthesised({ acme: "~> 2026.5.0", beta: "~> 2026.8.0" });
  write(".terraform.lock.hcl", lock("2026.5.3"));
  write("locks/beta.terraform.lock.hcl", lock("2026.8.0"));

  placeProviderLocks(out, folder);

  expect(readFileSync(placed("acme"), "utf8")).toBe(MARK + lock("2026.5.3"));
  expect(readFileSync(placed("beta"), "utf8")).toBe(MARK + lock("2026.8.0"));
});

test("where nothing is pinned, an earlier copy goes and terraform's own file stays", () => {
  const out = synthesised({ acme: "~> 2026.5.0", beta: "~> 2026.5.0" });
  writeFileSync(placed("acme"), MARK + lock("2026.5.3"));
  writeFileSync(placed("beta"), lock("2026.5.3"));

  placeProviderLocks(out, folder);

  expect([existsSync(placed("acme")), existsSync(placed("beta"))]).toEqual([false, true]);
});

test("a lock file of OpenTofu fits as one of terraform does", () => {
  const out = synthesised({ acme: "~> 2026.5.0" });
  const written = lock("2026.5.3").replace("registry.terraform.io", "registry.opentofu.org");
  write(".terraform.lock.hcl", written);

  placeProviderLocks(out, folder);

  expect(readFileSync(placed("acme"), "utf8")).toBe(MARK + written);
});

test("all that does not fit is told at once, with what to do", () => {
  const out = synthesised({ acme: "~> 2026.8.0", beta: "~> 2026.5.0", gamma: "~> 2026.5.0" });
  write(".terraform.lock.hcl", lock("2026.5.3"));
  write("locks/gamma.terraform.lock.hcl", lock("1.0.0", "tools/clock"));

  expect(() => placeProviderLocks(out, folder)).toThrow(
    new ProviderLockError(
      [
        ".terraform.lock.hcl has goauthentik/authentik 2026.5.3, and acme accepts ~> 2026.8.0",
        "locks/gamma.terraform.lock.hcl has no goauthentik/authentik, which gamma requires",
        "run agent-stack lock, and commit what it writes",
      ].join("\n"),
    ),
  );
});
