import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Run } from "./deployment";
import { shareCompiled } from "./workspace";

jest.setTimeout(120_000);

const PROJECT = resolve(__dirname, "../..");

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "agent-stack-demo-test-"));
  shareCompiled(temporary);
});

afterEach(() => rmSync(temporary, { recursive: true, force: true }));

test("the demo deploys, plays an agent's day, shows what was clicked away, repairs and audits, and leaves only its report", async () => {
  const { stdout, stderr, code } = await demo({ AGENT_STACK_CONFIG: "/nowhere.yaml" }).ended;

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.replace(/ \d+\.\d s$/gm, "").match(/^ {2}✓ .*$/gm)).toEqual([
    "  ✓ cdktf deploy staging",
    "  ✓ the second plan is empty",
    "  ✓ ak config setup: a device login",
    "  ✓ a laptop joins with the enrollment token",
    "  ✓ its agent reads its configuration",
    "  ✓ and checks in",
    "  ✓ someone of the access group logs in on it",
    "  ✓ ak auth kubectl: a token for the cluster",
    "  ✓ the default brand's device code flow",
    "  ✓ the group that may use the command line",
    "  ✓ the provider whose tokens the connector trusts",
    "  ✓ what the plan says about it",
    "  ✓ the same as a page",
    "  ✓ cdktf deploy staging",
    "  ✓ the plan is empty again",
    "  ✓ someone lets one more user in",
    "  ✓ the plan sees nothing",
    "  ✓ verify does",
    "  ✓ the binding is taken away",
    "  ✓ verify finds nothing more",
  ]);
  expect(stdout).toContain(
    "🟡 3 changes – changes access · 🟡 3 objects changed outside, set back by this plan – breaks logins until this plan is applied",
  );
  expect(stdout).toContain("the cluster knows oidc:akadmin of oidc:authentik Admins\n");
  expect(stdout).not.toContain("\u001b[");
  const report = fileURLToPath(/file:\S+/.exec(stdout)?.[0] ?? "");
  expect(readFileSync(report, "utf8")).toContain("<!doctype html>");
  expect(leftovers()).toEqual([expect.stringMatching(/^agent-stack-demo-/)]);
});

test("Ctrl-C ends it, and nothing is left", async () => {
  const { child, ended } = demo({});
  while (child.exitCode === null && !leftovers().some(isDeploying)) await wait(20);

  child.kill("SIGINT");
  const { code, stderr } = await ended;

  expect({ code, stderr }).toEqual({ code: 130, stderr: "\nthe demo stopped\n" });
  expect(leftovers()).toEqual([]);
});

test.each([
  [
    "no terraform",
    undefined,
    "terraform was not found: install terraform 1.7 or later (https://developer.hashicorp.com/terraform/install), or name another binary in TERRAFORM_BINARY_NAME",
  ],
  [
    "an old terraform",
    "1.6.6",
    "terraform is version 1.6.6, at least 1.7 is needed: install a newer one or name it in TERRAFORM_BINARY_NAME",
  ],
])("a machine with %s is told what it needs", async (_, version, message) => {
  if (version) {
    const script = `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`;
    writeFileSync(join(temporary, "terraform"), script, { mode: 0o755 });
  }

  const run = await demo({ PATH: temporary }).ended;

  expect(run).toEqual({ code: 1, stdout: "", stderr: `\nthe demo stopped: ${message}\n` });
});

/** Starts the demo from a folder that is not the project's. */
function demo(environment: Record<string, string>): { child: ChildProcess; ended: Promise<Run> } {
  // Logs of CI services get colours.
  const { TF_CLI_CONFIG_FILE: _, CI: __, ...inherited } = process.env;
  const loader = require.resolve("tsx");
  const child = spawn(process.execPath, ["--import", loader, join(PROJECT, "demo/main.ts")], {
    cwd: temporary,
    env: { ...inherited, TMPDIR: temporary, ...environment },
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      printed[name] += chunk;
    });
  }
  return {
    child,
    ended: new Promise((done) => child.on("close", (code) => done({ code: code ?? -1, ...printed }))),
  };
}

/** tsx keeps what it compiled. */
const leftovers = () => readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));

const isDeploying = (name: string) => existsSync(join(temporary, name, "cdktf.out", "stacks", "staging"));
