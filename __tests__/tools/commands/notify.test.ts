import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SECRET_PATH, startWebhook } from "../notices/webhook";
import { removeFolders, temporaryFolder } from "../terraform/programs";

// The command as it is published, with plans that terraform made before.

afterAll(removeFolders);

const fixtures = resolve("__tests__/tools/changes/fixtures");

function run(folder: string, args: readonly string[], variables: Readonly<Record<string, string>>) {
  const { AUTHENTIK_URL, AUTHENTIK_TOKEN, CI_JOB_URL, GITHUB_RUN_ID, ...inherited } = process.env;
  const child = spawn(process.execPath, [resolve("dist/agent-stack.js"), ...args], {
    cwd: folder,
    env: { ...inherited, ...variables },
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.on("close", (code) => done({ code, ...said })),
  );
}

function drift(plan: string, variables: Readonly<Record<string, string>>, ...args: string[]) {
  const given = ["production", "--plan-json", `${fixtures}/${plan}.json`, "--format", "json"];
  return run(temporaryFolder(), ["drift", ...given, ...args], variables);
}

test("drift is told to all of them, with the run, and the exit code is as without", async () => {
  const webhook = await startWebhook(200);

  const { code, stderr } = await drift(
    "drift-only",
    { CHAT_WEBHOOK: webhook.url, CI_JOB_URL: "https://gitlab.example/jobs/1" },
    ...["--notify", "slack=CHAT_WEBHOOK", "--notify", "teams=CHAT_WEBHOOK", "--notify", "json=CHAT_WEBHOOK"],
  );

  await webhook.close();
  const bodies = webhook.posted.map(({ body }) => JSON.parse(body));
  expect([code, stderr]).toEqual([2, ""]);
  expect(bodies.map((body) => Object.keys(body)[0]).sort()).toEqual(["format", "text", "type"]);
  expect(bodies.find(({ format }) => format === 1)).toMatchObject({
    title: "agent-stack drift: 1 with something to look at, 0 in order",
    environments: [
      {
        name: "production",
        status: "attention",
        severity: "breaks logins",
        things: [
          {
            code: "drift",
            severity: "breaks logins",
            subject: "authentik_brand.default_brand",
            message:
              "authentik-default was changed outside terraform (flow_device_code). every ak login on this brand fails: it has no device code flow any more.",
          },
          { subject: "authentik_policy_binding.cli_access_group_authentik_Admins" },
          { subject: "authentik_provider_oauth2.cli_provider" },
        ],
      },
    ],
    run: "https://gitlab.example/jobs/1",
  });
});

test.each<[string, string[], number]>([
  ["no-op", [], 0],
  ["no-op", ["--notify-always"], 1],
])("of %s with %j", async (plan, args, times) => {
  const webhook = await startWebhook(200);

  const { code } = await drift(plan, { CHAT_WEBHOOK: webhook.url }, "--notify", "json=CHAT_WEBHOOK", ...args);

  await webhook.close();
  expect([code, webhook.posted.length]).toEqual([0, times]);
});

test("a drift that could not be looked for is told", async () => {
  const webhook = await startWebhook(200);

  const { code } = await drift("missing", { CHAT_WEBHOOK: webhook.url }, "--notify", "json=CHAT_WEBHOOK");

  await webhook.close();
  expect(code).toBe(1);
  expect(JSON.parse(webhook.posted[0]?.body ?? "")).toMatchObject({
    title: "agent-stack drift: 1 failed, 0 in order",
    environments: [{ name: "all environments", failure: expect.stringMatching(/^--plan-json .* ENOENT/) }],
  });
});

test("one that cannot be told hides neither the report nor the exit code, and its address is nowhere", async () => {
  const webhook = await startWebhook(404);

  const { code, stdout, stderr } = await drift(
    "drift-only",
    { CHAT_WEBHOOK: webhook.url },
    ...["--notify", "slack=CHAT_WEBHOOK"],
  );

  await webhook.close();
  expect(code).toBe(2);
  expect(stderr).toBe(
    "note: Slack (CHAT_WEBHOOK) was not told, it answered 404: the webhook is gone or not allowed, put a new one into CHAT_WEBHOOK\n",
  );
  expect(JSON.parse(stdout).environments[0].name).toBe("production");
  expect(stdout).not.toContain(SECRET_PATH);
});

test("an address on the command line is refused before anything runs, and not repeated", async () => {
  const { code, stdout, stderr } = await drift(
    "drift-only",
    {},
    "--notify",
    `slack=https://x/${SECRET_PATH}`,
  );

  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(
    "agent-stack drift: --notify: give one of slack, teams, json and the name of the variable that has the webhook's address, as in slack=SLACK_WEBHOOK; the address itself is a secret and belongs into that variable\n",
  );
});

describe("status", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
    const directory = join(folder, "cdktf.out/stacks/production");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify({ terraform: {} }));
    const stacks = { production: { name: "production", workingDirectory: "stacks/production" } };
    writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ stacks }));
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "true" }));
  });

  const NO_TOKEN =
    "AUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords";

  test("tells an environment that failed, and prints it as SARIF and JUnit", async () => {
    const webhook = await startWebhook(200);
    const variables = { CHAT_WEBHOOK: webhook.url, AUTHENTIK_URL: "http://127.0.0.1:1" };

    const sarif = await run(
      folder,
      ["status", "--format", "sarif", "--notify", "json=CHAT_WEBHOOK"],
      variables,
    );
    const junit = await run(folder, ["status", "--format", "junit"], variables);

    await webhook.close();
    expect([sarif.code, junit.code]).toEqual([1, 1]);
    expect(JSON.parse(sarif.stdout).runs[0].results).toMatchObject([
      { ruleId: "failed", message: { text: `production: ${NO_TOKEN}` } },
    ]);
    expect(junit.stdout).toContain(
      ">AUTHENTIK_TOKEN is not set: set it to an API token, from Directory &gt; ",
    );
    expect(webhook.posted.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        title: "agent-stack status: 1 failed, 0 in order",
        environments: [{ name: "production", failure: NO_TOKEN }],
      },
    ]);
  });

  test("tells an app that fails", async () => {
    const webhook = await startWebhook(200);
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "false" }));

    const { code } = await run(folder, ["status", "--notify", "slack=CHAT_WEBHOOK"], {
      CHAT_WEBHOOK: webhook.url,
    });

    await webhook.close();
    expect(code).toBe(1);
    expect(webhook.posted.map(({ body }) => JSON.parse(body).text)).toEqual([
      "agent-stack status: 1 failed, 0 in order",
    ]);
  });
});
