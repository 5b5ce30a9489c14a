import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../../../package.json";
import { differencesOf } from "../json-schemas";
import { removeFolders, temporaryFolder } from "../terraform/programs";

// The command as it is published, with the real terraform and its built-in provider.

const cli = resolve("dist/agent-stack.js");

jest.setTimeout(60_000);
afterAll(removeFolders);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(folder: string, args: string[], env: NodeJS.ProcessEnv = {}): [ChildProcess, Promise<Ended>] {
  const { AUTHENTIK_URL, AUTHENTIK_TOKEN, ...inherited } = process.env;
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...inherited, TF_CLI_CONFIG_FILE: "/dev/null", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  return [child, ended];
}

const run = (folder: string, ...args: string[]) => start(folder, args)[1];

/** A project whose app writes a stack for each of these terraform configurations. */
function project(stacks: Record<string, object>): string {
  const folder = temporaryFolder();
  const manifest = { stacks: {} as Record<string, object> };
  for (const [name, stack] of Object.entries(stacks)) {
    manifest.stacks[name] = { name, workingDirectory: `stacks/${name}` };
    mkdirSync(join(folder, "cdktf.out/stacks", name), { recursive: true });
    writeFileSync(join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), JSON.stringify(stack));
  }
  writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "true" }));
  return folder;
}

const EMPTY = { terraform: {} };
const NEW = { resource: { terraform_data: { box: { input: "full" } } } };
const BROKEN = { resource: { terraform_data: { box: { input: "${missing.thing}" } } } };

test("nothing to do is exit code 0", async () => {
  const { code, stdout } = await run(
    project({ production: EMPTY }),
    "plan",
    "--no-verify",
    "--format",
    "text",
  );

  expect(code).toBe(0);
  expect(stdout).toContain("✅ no changes, authentik is as configured");
});

test("what synthesis said is in the plan's report, and is no reason for another exit code", async () => {
  const folder = project({ production: EMPTY, staging: EMPTY });
  const file = join(folder, "cdktf.out/manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.stacks.production.annotations = [
    { constructPath: "production/cli", level: "@cdktf/warn", message: 'scopes: lacks\n"profile"' },
    { constructPath: "production/cli", level: "@cdktf/info", message: "no access is configured" },
  ];
  writeFileSync(file, JSON.stringify(manifest));

  const { code, stdout } = await run(folder, "plan", "production", "--no-verify");
  const drift = await run(folder, "drift", "production", "--format", "json");

  expect(code).toBe(0);
  expect(stdout).toContain('> **The configuration has warnings**\n>\n> - `cli`: scopes: lacks⏎"profile"\n');
  expect(stdout).toContain("#### Notes\n\n- cli: no access is configured\n");
  expect(JSON.parse(drift.stdout).environments[0]).toMatchObject({ notes: [], warnings: [] });
  expect(drift.stdout).not.toContain("lacks");
});

test("changes are exit code 2, or 0 where that is asked for", async () => {
  const folder = project({ production: NEW });

  const plan = await run(folder, "plan", "--no-verify", "--detailed-exitcode");
  const lenient = await run(folder, "plan", "--no-verify", "--no-detailed-exitcode");

  expect([plan.code, lenient.code]).toEqual([2, 0]);
  expect(plan.stdout).toContain("- `+` `terraform_data.box` is **created**");
  expect(plan.stdout).toMatch(/- `agent-stack [\d.]+, terraform 1\.[\d.]+`/);
  expect(plan.stderr).toBe("production: init\nproduction: plan\nproduction: 🔵 1 change\n");
});

test("environments are planned together, one that fails does not hide the others", async () => {
  const folder = project({ production: BROKEN, staging: NEW, test: EMPTY });

  const { code, stdout } = await run(folder, "plan", "--no-verify", "--format", "json");

  const { environments } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(differencesOf("report", JSON.parse(stdout))).toEqual([]);
  expect(
    environments.map(({ name, status }: { name: string; status: string }) => `${name} ${status}`),
  ).toEqual(["production failed", "staging attention", "test in order"]);
  expect(environments[0].failure).toMatch(/^terraform plan failed\nReference to undeclared resource/);
});

test("only the named environments are planned, an unknown one lists those there are", async () => {
  const folder = project({ production: BROKEN, staging: EMPTY });

  const staging = await run(folder, "plan", "staging", "--no-verify");
  const unknown = await run(folder, "plan", "prod");

  expect(staging.code).toBe(0);
  expect(unknown).toEqual({
    code: 1,
    stdout: "",
    stderr: 'agent-stack plan: there is no environment "prod": there are production, staging\n',
  });
});

test("writes reports in several formats, and the saved plan stays for terraform apply", async () => {
  const folder = project({ production: NEW });

  const { code, stdout, stderr } = await run(
    folder,
    "plan",
    "--no-verify",
    "--out",
    "reports",
    "--format",
    "markdown,html",
  );

  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("wrote reports/agent-stack-plan.md\n");
  expect(readdirSync(join(folder, "reports")).sort()).toEqual([
    "agent-stack-plan.html",
    "agent-stack-plan.md",
  ]);
  expect(readdirSync(join(folder, "cdktf.out/stacks/production"))).toContain("agent-stack.tfplan");
});

test("drift tells nothing of what the configuration would change", async () => {
  const fixture = join(__dirname, "../changes/fixtures/update.json");

  const { code, stdout } = await run(
    temporaryFolder(),
    "drift",
    "production",
    ...["--plan-json", fixture, "--format", "text"],
  );

  expect(code).toBe(0);
  expect(stdout).toContain("✅ no drift, nothing was changed outside terraform");
});

test("drift of a stack without any authentik object is none, but a finding", async () => {
  const { code, stdout } = await run(project({ production: NEW }), "drift", "--format", "json");

  const { findings } = JSON.parse(stdout).environments[0];
  expect(code).toBe(2);
  expect(findings.map((each: Record<string, string>) => `${each.code}: ${each.message}`)).toEqual([
    "not-deployed: the stack has no authentik object, neither configured nor deployed",
  ]);
});

test("drift that cannot be attributed is told all the same", async () => {
  const fixture = join(__dirname, "../changes/fixtures/drift-only.json");

  const { code, stdout } = await run(temporaryFolder(), "drift", "production", "--plan-json", fixture);

  expect(code).toBe(2);
  expect(stdout).toContain("### `production`");
  expect(stdout).toContain("who did it is unknown: AUTHENTIK&#95;URL is not set");
});

test("a plan made by somebody else is read from standard input", async () => {
  const [child, ended] = start(temporaryFolder(), ["plan", "--plan-json", "-"]);
  child.stdin?.end(readFileSync(join(__dirname, "../changes/fixtures/no-op.json")));

  const { code, stdout } = await ended;

  expect(code).toBe(0);
  expect(stdout).toContain("**✅ no changes, authentik is as configured**");
});

test.each([
  ["UTF-16 as PowerShell writes it", (json: string) => Buffer.from(`\ufeff${json}`, "utf16le")],
  ["UTF-8 with a byte order mark", (json: string) => Buffer.from(`\ufeff${json}`)],
])("a plan in %s is read", async (_, encode) => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "plan.json"),
    encode(readFileSync(join(__dirname, "../changes/fixtures/no-op.json"), "utf8")),
  );

  const { code, stdout } = await run(folder, "plan", "--plan-json", "plan.json");

  expect(code).toBe(0);
  expect(stdout).toContain("**✅ no changes, authentik is as configured**");
});

test("a folder that cannot be written to is told before the work", async () => {
  const folder = project({ production: NEW });

  const { code, stderr } = await run(folder, "plan", "--out", "cdktf.json");

  expect(code).toBe(1);
  expect(stderr).toBe('agent-stack plan: --out "cdktf.json" cannot be written to (EEXIST): give a folder\n');
});

test("the command tells its version", async () => {
  const { code, stdout } = await run(temporaryFolder(), "--version");

  expect([code, stdout]).toEqual([0, `${version}\n`]);
});

test.each([
  [["--plan-json", "missing.json"], "agent-stack plan: --plan-json missing.json cannot be read: ENOENT"],
  [
    ["a", "b", "--plan-json", "-"],
    "agent-stack plan: --plan-json holds one environment's plan, 2 environments are named",
  ],
  [
    ["--format", "pdf"],
    'agent-stack plan: --format "pdf" is not known: use markdown, json, html, text, sarif, junit',
  ],
])("plan %p fails with one message", async (args, message) => {
  const { code, stdout, stderr } = await run(temporaryFolder(), "plan", ...args);

  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(message)]);
});

test("options from outside that hide something are refused, all at once and without their values", async () => {
  const [, ended] = start(project({ production: NEW }), ["plan", "--no-verify"], {
    TF_CLI_ARGS_init: "-backend=false",
    TF_CLI_ARGS_plan: "-target=terraform_data.secret -lock=false",
  });

  expect(await ended).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack plan: TF_CLI_ARGS_init has -backend, with which terraform would not tell all that is so: run agent-stack without it\n" +
      "TF_CLI_ARGS_plan has -target, with which terraform would not tell all that is so: run agent-stack without it\n",
  });
});

test.each([
  "-refresh=false",
  "-refresh-only",
  "-destroy",
  "-detailed-exitcode",
  "-out=elsewhere",
  "-no-color -compact-warnings -parallelism=1 -lock=false -lock-timeout=1s",
])("a plan tells the same with TF_CLI_ARGS_plan=%s", async (options) => {
  const [, ended] = start(project({ production: NEW }), ["plan", "--no-verify", "--format", "json"], {
    TF_CLI_ARGS_plan: options,
  });

  const { code, stdout } = await ended;

  const [environment] = JSON.parse(stdout).environments;
  expect(code).toBe(2);
  expect(
    environment.changes.map(({ address, action }: Record<string, string>) => `${action} ${address}`),
  ).toEqual(["create terraform_data.box"]);
});

test("a plan with variables from outside is made with them", async () => {
  const stack = { variable: { given: {} }, resource: { terraform_data: { box: { input: "${var.given}" } } } };
  const [, ended] = start(project({ production: stack }), ["plan", "--no-verify"], {
    TF_CLI_ARGS_plan: "-var 'given=some thing'",
  });

  const { code, stdout } = await ended;

  expect(code).toBe(2);
  expect(stdout).toContain("some thing");
});

test("a value that nobody gave ends the run instead of being asked for", async () => {
  const { code, stdout } = await run(
    project({ production: { variable: { missing: {} }, output: { it: { value: "${var.missing}" } } } }),
    "plan",
    "--no-verify",
    "--format",
    "json",
  );

  expect(code).toBe(1);
  expect(JSON.parse(stdout).environments[0].failure).toMatch(
    /^terraform plan failed\nNo value for required variable/,
  );
});

const local = (path: string) => ({ terraform: { backend: { local: { path } } } });
const failureOf = ({ stdout }: Ended): string => JSON.parse(stdout).environments[0].failure;

test("after a change of the backend the commands that help are named, and they do", async () => {
  const folder = project({ production: local("a.tfstate") });
  const json = ["plan", "--no-verify", "--format", "json"];
  await run(folder, ...json);
  const stack = join(folder, "cdktf.out/stacks/production");
  writeFileSync(join(stack, "terraform.tfstate"), "");
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(local("b.tfstate")));

  const failed = await run(folder, ...json);

  const remedy = failureOf(failed).split("\n").at(-1);
  expect(failed.code).toBe(1);
  expect(failureOf(failed)).toMatch(/^terraform init failed\nError: Backend configuration changed\n/);
  expect(remedy).toBe(
    "The state is kept elsewhere than when terraform was last initialised here. To take it along, run `terraform -chdir=cdktf.out/stacks/production init -migrate-state`; if it is at the new place already, `terraform -chdir=cdktf.out/stacks/production init -reconfigure`.",
  );
  for (const [, command] of (remedy as string).matchAll(/`terraform (.*?)`/g)) {
    execFileSync("terraform", [...(command as string).split(" "), "-input=false"], {
      cwd: folder,
      stdio: "pipe",
    });
  }
  expect((await run(folder, ...json)).code).toBe(0);
});

test("after a change of the provider's version the command that helps is named", async () => {
  const required = { authentik: { source: "goauthentik/authentik", version: "~> 2026.8.0" } };
  const folder = project({ production: { terraform: { required_providers: required } } });
  writeFileSync(
    join(folder, "cdktf.out/stacks/production/.terraform.lock.hcl"),
    'provider "registry.terraform.io/goauthentik/authentik" {\n  version = "2026.5.0"\n  hashes = ["h1:abc="]\n}\n',
  );
  const [, ended] = start(folder, ["plan", "--no-verify", "--format", "json"], { TF_REATTACH_PROVIDERS: "" });

  const failure = failureOf(await ended);

  expect(failure.split("\n").at(-1)).toBe(
    "The lock file holds another version of the provider than release or providerVersion allows. To choose anew, run `terraform -chdir=cdktf.out/stacks/production init -upgrade`.",
  );
});

test("stacks for which TF_DATA_DIR names one folder get one each, and messages name it", async () => {
  const folder = project({
    production: local("p.tfstate"),
    staging: local("s.tfstate"),
    test: local("t.tfstate"),
  });
  const data = join(folder, "data dir");
  const plan = () => start(folder, ["plan", "--no-verify", "--format", "json"], { TF_DATA_DIR: data })[1];

  const first = await plan();
  writeFileSync(
    join(folder, "cdktf.out/stacks/production/cdk.tf.json"),
    JSON.stringify(local("moved.tfstate")),
  );
  const second = await plan();

  expect([first.code, second.code]).toEqual([0, 1]);
  expect(readdirSync(data).sort()).toEqual(["production", "staging", "test"]);
  expect(failureOf(second)).toContain(
    `run \`TF_DATA_DIR='${join(data, "production")}' terraform -chdir=cdktf.out/stacks/production init -migrate-state\``,
  );
});

test("a stack has TF_DATA_DIR for itself where it shares it with none", async () => {
  const single = project({ production: local("p.tfstate") });
  const data = join(single, "data");
  await start(single, ["plan", "--no-verify"], { TF_DATA_DIR: data })[1];
  const relative = project({ production: local("p.tfstate"), staging: local("s.tfstate") });

  const { code } = await start(relative, ["plan", "--no-verify"], { TF_DATA_DIR: ".data" })[1];

  expect(readdirSync(data)).toEqual(["terraform.tfstate"]);
  expect(code).toBe(0);
  expect(readdirSync(join(relative, "cdktf.out/stacks/staging/.data"))).toEqual(["terraform.tfstate"]);
});

/** A terraform that says so where it initialises while it does anything else, as its plugin cache suffers from. */
const JEALOUS = `#!/bin/sh
case "$1" in
init) if ls "$RACE" | grep -q .; then echo "Error: text file busy" >&2; exit 1; fi
  mkdir "$RACE/init"; sleep 0.3; terraform "$@"; code=$?; rmdir "$RACE/init"; exit $code ;;
plan) mkdir "$RACE/plan.$$"; sleep 0.3; terraform "$@"; code=$?; rmdir "$RACE/plan.$$"; exit $code ;;
esac
exec terraform "$@"
`;

test.each([
  ["TF_PLUGIN_CACHE_DIR", (cache: string) => ({ TF_PLUGIN_CACHE_DIR: cache })],
  [
    "a configuration file that TF_CLI_CONFIG_FILE names",
    (cache: string) => {
      writeFileSync(join(cache, "rc"), `plugin_cache_dir = "${cache}"\n`);
      return { TF_CLI_CONFIG_FILE: join(cache, "rc") };
    },
  ],
  [
    "the configuration file at home",
    (cache: string) => {
      writeFileSync(join(cache, ".terraformrc"), `plugin_cache_dir = "${cache}"\n`);
      return { HOME: cache, TF_CLI_CONFIG_FILE: "" };
    },
  ],
  [
    "a file of the configuration folder at home",
    (cache: string) => {
      mkdirSync(join(cache, ".terraform.d"));
      writeFileSync(join(cache, ".terraform.d/cache.tfrc.json"), JSON.stringify({ plugin_cache_dir: cache }));
      return { HOME: cache, TF_CLI_CONFIG_FILE: "" };
    },
  ],
])(
  "stacks that share a plugin cache by %s are initialised one by one before the first plan",
  async (_, share) => {
    const folder = project({ one: EMPTY, two: BROKEN, three: EMPTY, four: EMPTY, five: EMPTY });
    writeFileSync(join(folder, "jealous"), JEALOUS, { mode: 0o755 });
    mkdirSync(join(folder, "race"));
    const [, ended] = start(folder, ["plan", "--no-verify", "--format", "json"], {
      TERRAFORM_BINARY_NAME: join(folder, "jealous"),
      RACE: join(folder, "race"),
      ...share(temporaryFolder()),
    });

    const { stdout } = await ended;

    expect(
      JSON.parse(stdout).environments.map(({ name, status }: Record<string, string>) => `${name} ${status}`),
    ).toEqual(["one in order", "two failed", "three in order", "four in order", "five in order"]);
    expect(JSON.parse(stdout).environments[1].failure).toContain("Reference to undeclared resource");
  },
);

test("Ctrl-C reaches terraform once and ends the run", async () => {
  const folder = project({ production: EMPTY });
  const log = join(folder, "log");
  const slow = join(folder, "slow-terraform");
  writeFileSync(
    slow,
    `#!/bin/sh
case $1 in
version) echo '{"terraform_version": "1.11.4"}';;
init) trap 'echo stopped >> ${log}; exit 1' INT; echo started >> ${log}; while :; do sleep 0.05; done;;
esac
`,
    { mode: 0o755 },
  );
  const [child, ended] = start(folder, ["plan", "--no-verify"], { TERRAFORM_BINARY_NAME: slow });
  await until(() => readFileSync(log, "utf8").includes("started"));

  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;

  expect([code, stdout]).toEqual([130, ""]);
  expect(stderr).toContain("agent-stack plan: interrupted");
  expect(readFileSync(log, "utf8")).toBe("started\nstopped\n");
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      if (condition()) return;
    } catch {
      // The file is not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("waited for too long");
}
