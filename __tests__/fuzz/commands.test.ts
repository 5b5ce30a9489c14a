import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { mutated, mutations } from "./mutation";
import { PATIENCE, trials } from "./trials";

jest.setTimeout(PATIENCE);

const PROJECT = resolve(__dirname, "../..");
const FIXTURES = join(PROJECT, "__tests__/tools/changes/fixtures");
const TOKEN = "AtokenAtokenAtokenAtokenAtokenAtokenAtokenAtoken42";
/** All that a command may have; what does not end in time is killed. */
const MOST_MEGABYTES = 900;
const MOST_MILLISECONDS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "agent-stack-fuzz-"));
let count = 0;
beforeAll(() => {
  const app = `TSX_TSCONFIG_PATH="${join(PROJECT, "tsconfig.json")}" "${process.execPath}" --import "${join(PROJECT, "node_modules/tsx/dist/loader.mjs")}" "${join(PROJECT, "main.ts")}"`;
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(`figure: bad input: ${count} whole commands tried`);
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function agentStack(args: readonly string[], input = ""): Promise<Ended> {
  count += 1;
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${MOST_MEGABYTES}`, join(PROJECT, "dist/agent-stack.js"), ...args],
    {
      cwd: folder,
      timeout: MOST_MILLISECONDS,
      env: { ...process.env, AUTHENTIK_URL: "http://127.0.0.1:9", AUTHENTIK_TOKEN: TOKEN },
    },
  );
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  }
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done) => child.on("close", (code) => done({ code, ...said })));
}

/** It ends with 1 and says why, to people. */
function expectRefusal({ code, stdout, stderr }: Ended): void {
  const said = stdout + stderr;
  expect({ code, said: said.slice(0, 2000) }).toEqual({ code: 1, said: expect.stringMatching(/\S/) });
  expect(said).not.toMatch(/^\s+at .*[:(]|node:internal|UnhandledPromise|\[object |heap out of memory/m);
  expect(said).not.toContain(TOKEN);
}

describe("a configuration that is none", () => {
  const evil = Buffer.concat([
    Buffer.from("environments: {production: {\0\ufeff"),
    Buffer.from([0xff, 0xfe, 0x80]),
  ]);

  test.each([
    [["plan"]],
    [["drift"]],
    [["verify"]],
    [["status"]],
    [["apply", "--all", "--yes"]],
    [["destroy", "--all", "--yes"]],
    [["repair", "--all", "--yes"]],
    [["adopt", "production", "--yes"]],
    [["token"]],
    [["join"]],
    [["move-state", "--yes"]],
    [["lock"]],
  ])("%j", async (args) => {
    writeFileSync(join(folder, "agent-stack.yaml"), evil);

    const ended = await agentStack(args);

    expectRefusal(ended);
    expect(ended).toEqual({
      code: 1,
      stdout: "",
      stderr: `agent-stack ${args[0]}: 1 mistake in agent-stack.yaml\nagent-stack.yaml:1:31: not UTF-8 here: save the file in that encoding\n`,
    });
  });
});

describe("a plan that is none", () => {
  const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith(".json"));
  const file = join(folder, "plan.json");

  test.each([
    ["cut off", () => readFileSync(join(FIXTURES, "update.json"), "utf8").slice(0, 9000)],
    ["deep", () => "[".repeat(1_000_000) + "]".repeat(1_000_000)],
    ["a saved plan", () => "PK\u0003\u0004"],
    ["empty", () => ""],
    ["long", () => `{"format_version":"1.2","resource_changes":[${"[],".repeat(2_000_000)}[]]}`],
    ["longer than is read", () => " ".repeat(33_000_000)],
  ])("%s, from a file and from standard input", async (_, make) => {
    const text = make();
    writeFileSync(file, text);

    expectRefusal(await agentStack(["plan", "--plan-json", file, "--format", "text"]));
    expectRefusal(await agentStack(["drift", "--plan-json", "-"], text));
  });

  test.each([
    [
      "that never ends",
      "/dev/zero",
      "--plan-json /dev/zero has more than 32 MB, as much as is read: give the plan of one environment",
    ],
    [
      "that is a folder",
      folder,
      `--plan-json ${folder} cannot be read: EISDIR: illegal operation on a directory, read`,
    ],
    [
      "that is not there",
      "none.json",
      "--plan-json none.json cannot be read: ENOENT: no such file or directory, open 'none.json'",
    ],
  ])("a file %s", async (_, given, message) => {
    expect(await agentStack(["plan", "--plan-json", given])).toEqual({
      code: 1,
      stdout: "",
      stderr: `agent-stack plan: ${message}\n`,
    });
  });

  test("a valid one with changes: a report or a refusal", () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...fixtures), mutations, async (name, given) => {
        writeFileSync(
          file,
          JSON.stringify(mutated(JSON.parse(readFileSync(join(FIXTURES, name), "utf8")), given)),
        );

        const ended = await agentStack(["plan", "--plan-json", file, "--format", "text"]);

        expect([0, 1, 2]).toContain(ended.code);
        if (ended.code === 1) expectRefusal(ended);
        else expect(ended.stdout).not.toBe("");
      }),
      trials(10),
    ));
});
