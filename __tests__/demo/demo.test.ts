import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

jest.setTimeout(120_000);

const PROJECT = resolve(__dirname, "../..");

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function demo(environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile("npm", ["run", "--silent", "demo"], { cwd: PROJECT, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const stepsOf = (stdout: string) => [...stdout.matchAll(/^ {2}(. .+) \d+\.\d s$/gm)].map(([, step]) => step);

test("deploys, logs in from a device, shows and repairs what was clicked away, and finds what a plan cannot see", async () => {
  const { code, stdout } = await demo();

  expect(stepsOf(stdout)).toEqual([
    "✓ cdktf deploy staging",
    "✓ the second plan is empty",
    "✓ enrol the device with the enrollment token",
    "✓ log in as the agent's command line does",
    "✓ the default brand's device code flow",
    "✓ the group that may use the command line",
    "✓ the provider whose tokens the connector trusts",
    "✓ what the plan says about it",
    "✓ the same as a page",
    "✓ cdktf deploy staging",
    "✓ the plan is empty again",
    "✓ someone lets one more user in",
    "✓ the plan sees nothing",
    "✓ verify does",
    "✓ the binding is taken away",
    "✓ verify finds nothing more",
  ]);
  expect(code).toBe(0);
});

describe("without a terraform that will do", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "agent-stack-old-terraform-"));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("none at all: says where to get one", async () => {
    const run = await demo({ TERRAFORM_BINARY_NAME: join(folder, "none") });

    expect(run).toEqual({
      code: 1,
      stdout: "",
      stderr: `\nthe demo stopped: no ${folder}/none on this machine's PATH; install Terraform 1.7 or newer: https://developer.hashicorp.com/terraform/install\n`,
    });
  });

  test("one that is too old: says what it cannot do", async () => {
    const old = join(folder, "old");
    writeFileSync(old, `#!/bin/sh\necho '{"terraform_version": "1.6.6"}'\n`, { mode: 0o755 });

    const run = await demo({ TERRAFORM_BINARY_NAME: old });

    expect(run).toEqual({
      code: 1,
      stdout: "",
      stderr: `\nthe demo stopped: ${old} is 1.6; agent-stack needs 1.7 or newer, which can release a brand without destroying it\n`,
    });
  });
});
