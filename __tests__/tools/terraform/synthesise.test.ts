import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SynthesisError, selectStacks, synthesise } from "../../../tools/terraform/synthesise";
import { removeFolders, temporaryFolder } from "./programs";

afterAll(removeFolders);

function project(cdktf: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(cdktf));
  return folder;
}

const MANIFEST = JSON.stringify({
  version: "0.21.0",
  stacks: {
    production: { name: "production", workingDirectory: "stacks/production" },
    staging: { name: "staging", workingDirectory: "stacks/staging" },
  },
});

test("runs the app as cdktf does and lists the stacks it wrote", async () => {
  const folder = project({
    app: `mkdir -p $CDKTF_OUTDIR && echo '${MANIFEST}' > $CDKTF_OUTDIR/manifest.json`,
  });

  const stacks = await synthesise(folder, process.env);

  expect(stacks).toEqual([
    { name: "production", directory: join(folder, "cdktf.out/stacks/production") },
    { name: "staging", directory: join(folder, "cdktf.out/stacks/staging") },
  ]);
});

test("writes where cdktf.json says", async () => {
  const folder = project({
    app: `mkdir -p "$CDKTF_OUTDIR" && echo '${MANIFEST}' > "$CDKTF_OUTDIR/manifest.json"`,
    output: "build/out",
  });

  const [stack] = await synthesise(folder, process.env);

  expect(stack?.directory).toBe(join(folder, "build/out/stacks/production"));
});

test("terraform's variables are none of the app's business", async () => {
  const folder = project({ app: 'echo "seen: $TF_VAR_secret" >&2; exit 1' });

  const failed = synthesise(folder, { ...process.env, TF_VAR_secret: "hidden" });

  await expect(failed).rejects.toThrow(new SynthesisError("seen:"));
});

test("no secret is in the app's environment, whatever it is called; what it needs is", async () => {
  const folder = project({
    app: 'env | cut -d = -f 1 | grep -E "^(AUTHENTIK|AGENT_STACK|TF_|AWS_|ARM_|GOOGLE_|PG|GITHUB|GH_|GITLAB|CI_|ACTIONS_|ID_)" | sort | tr "\\n" " " >&2; exit 1',
  });
  const secrets = [
    "AUTHENTIK_TOKEN",
    "AUTHENTIK_TOKEN_ACME_EU",
    "AUTHENTIK_PROXY_SECRET",
    "TF_HTTP_USERNAME",
    "TF_HTTP_PASSWORD",
    "TF_TOKEN_app_terraform_io",
    "TF_VAR_authentik_headers",
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "ARM_CLIENT_SECRET",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "PG_CONN_STR",
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GITLAB_TOKEN",
    "CI_JOB_TOKEN",
    "CI_JOB_JWT",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "ID_TOKEN",
  ];
  const needed = ["AGENT_STACK_CONFIG", "AUTHENTIK_INSECURE", "AUTHENTIK_URL"];
  const { PATH } = process.env;

  const failed = synthesise(folder, {
    PATH,
    ...Object.fromEntries([...secrets, ...needed].map((name) => [name, "given"])),
  });

  await expect(failed).rejects.toThrow(new SynthesisError(needed.join(" ")));
});

test("a mistake in the configuration is told in the app's own words", async () => {
  const folder = project({
    app: 'echo \'agent-stack.yaml:3:5: unknown key "clii", did you mean "cli"\' >&2; exit 1',
  });

  await expect(synthesise(folder, process.env)).rejects.toThrow(
    new SynthesisError('agent-stack.yaml:3:5: unknown key "clii", did you mean "cli"'),
  );
});

const MISTAKE =
  "1 mistake in agent-stack.yaml\nagent-stack.yaml:3:15: environments.production.backend.s3.key: missing, for example key: agent-stack/{environment}.tfstate";

test.each([
  ["a mistake in the configuration", MISTAKE, MISTAKE],
  ["more mistakes than are shown", MISTAKE.concat("\nand 3 more"), MISTAKE.concat("\nand 3 more")],
  [
    "a mistake beside something else",
    `${MISTAKE}\nits key: a-key-from-a-file`,
    "1 mistake in agent-stack.yaml\nagent-stack.yaml:3:15: environments.production.backend.s3.key: (sensitive), for example key: (sensitive)\nits key: (sensitive)",
  ],
])("what is shown of %s", async (_, said, told) => {
  const folder = project({ app: `printf '%s' '${said}' >&2; exit 1` });

  await expect(synthesise(folder, process.env)).rejects.toThrow(new SynthesisError(told));
});

test("what an app says does not tell the token", async () => {
  // It may have it from elsewhere, a file for example.
  const folder = project({ app: 'echo "token is top-secret-token" >&2; exit 1' });

  const failed = synthesise(folder, { ...process.env, AUTHENTIK_TOKEN: "top-secret-token" });

  await expect(failed).rejects.toThrow(new SynthesisError("token is ***"));
});

test.each([
  ["node --import tsx main.ts", "tsx"],
  [`node --input-type=module -e 'import "@agent-stack/authentik"'`, "@agent-stack/authentik"],
  [`node -e 'require("cdktf/lib/app")'`, "cdktf"],
])("where nothing is installed, %s is told as that", async (app, missing) => {
  const folder = project({ app });

  await expect(synthesise(folder, process.env)).rejects.toThrow(
    new SynthesisError(
      `the app needs the package ${missing}, which is not installed in ${folder}: run npm install there`,
    ),
  );
});

test("a file of one's own that is missing is told in Node's words", async () => {
  const folder = project({ app: `node -e 'require("./stacks")'` });

  await expect(synthesise(folder, process.env)).rejects.toThrow("Cannot find module './stacks'");
});

test("an app that fails without a word is named", async () => {
  await expect(synthesise(project({ app: "exit 3" }), process.env)).rejects.toThrow(
    "the app command ended with 3: exit 3",
  );
});

test.each([
  [
    "without an app",
    { language: "typescript" },
    'cdktf.json has no "app": give the command that synthesises the stacks',
  ],
  ["whose app writes nothing", { app: "true" }, "the app must call app.synth()"],
])("fails in a project %s", async (_, cdktf, message) => {
  await expect(synthesise(project(cdktf), process.env)).rejects.toThrow(message);
});

test("says where to run it when there is no project", async () => {
  const folder = temporaryFolder();

  await expect(synthesise(folder, process.env)).rejects.toThrow(
    `${join(folder, "cdktf.json")} cannot be read: run agent-stack in the project's folder, where cdktf.json is`,
  );
});

const STACKS = ["production", "staging"].map((name) => ({ name, directory: `/${name}` }));

test("selects the named environments, all when none is named", () => {
  expect(selectStacks(STACKS, [])).toEqual(STACKS);
  expect(selectStacks(STACKS, ["staging"])).toEqual([STACKS[1]]);
});

test("an unknown environment lists those there are", () => {
  expect(() => selectStacks(STACKS, ["prod"])).toThrow(
    new SynthesisError('there is no environment "prod": there are production, staging'),
  );
});

test("an app without environments is a mistake, not a clean result", () => {
  expect(() => selectStacks([], [])).toThrow(
    new SynthesisError("the app has no stack: add an environment to the configuration"),
  );
});
