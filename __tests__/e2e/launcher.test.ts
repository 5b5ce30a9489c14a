import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { launchStandIn } from "../../standin/launch";
import { startProvider } from "../../standin/provider";
import { Api } from "./api";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const LAUNCHER = resolve("standin/terraform");

const STACK = "cdktf.out/stacks/staging";

/** Runs the commands one after the other and prints how each ended. */
const inTurn = (...commands: string[]) => [
  "sh",
  "-c",
  commands.map((command) => `${command}; echo "ended: $?"`).join("\n"),
];

const endsOf = (stdout: string) => [...stdout.matchAll(/^ended: (\d+)$/gm)].map(([, code]) => Number(code));

test("from a clean folder: cdktf synth, deploy and diff, and terraform plan, kept over a restart", async () => {
  const state = { STANDIN_STATE: ".standin.json" };

  const deployed = await workspace.standin(
    inTurn(
      "cdktf synth",
      "npx cdktf deploy staging --auto-approve",
      "cdktf diff staging",
      `cd ${STACK} && terraform plan -detailed-exitcode -no-color`,
    ),
    state,
  );
  const backUp = await launchStandIn({ stateFile: `${workspace.directory}/.standin.json` });
  const applications = await new Api(backUp.server).list("/core/applications/");
  await backUp.close();

  expect({ ends: endsOf(deployed.stdout), code: deployed.code, stderr: deployed.stderr }).toEqual({
    ends: [0, 0, 0, 0],
    code: 0,
    stderr: "",
  });
  expect(deployed.stdout).toContain("Generated Terraform code for the stacks: staging");
  expect(deployed.stdout.match(/No changes\./g)).toHaveLength(2);
  expect(applications.map(({ slug }) => slug).sort()).toEqual(["authentik-cli", "kubernetes-cluster"]);
});

test.each([
  ["the command's exit code is passed on", ["sh", "-c", "exit 2"], 2, ""],
  ["a command that a signal ended has the shell's code for it", ["sh", "-c", "kill -9 $$"], 137, ""],
  [
    "an unknown command is named",
    ["terrafrom", "plan"],
    1,
    'no command "terrafrom"; give one that is on the PATH, for example: npm run standin -- npx cdktf deploy production --auto-approve\n',
  ],
])("%s", async (_, command, code, stderr) => {
  const run = await workspace.standin(command);

  expect(run).toEqual({ code, stdout: "", stderr });
  expect(sockets()).toEqual([]);
});

test("the version is chosen and every request logged by environment variables", async () => {
  const script = `curl -sS -H "Authorization: Bearer $AUTHENTIK_TOKEN" "$AUTHENTIK_URL/api/v3/admin/version/?why=log"`;

  const run = await workspace.standin(["sh", "-c", script], {
    STANDIN_VERSION: "2026.2.1",
    STANDIN_LOG: "requests.log",
  });

  expect(JSON.parse(run.stdout).version_current).toBe("2026.2.1");
  expect(workspace.read("requests.log")).toBe("GET /api/v3/admin/version/?why=log 200\n");
});

test("who changes something that the next command would miss is told how to keep it", async () => {
  const script = `curl -sS -o /dev/null -H "Authorization: Bearer $AUTHENTIK_TOKEN" -H "Content-Type: application/json" -d '{"name":"someone"}' "$AUTHENTIK_URL/api/v3/core/groups/"`;

  const forgotten = await workspace.standin(["sh", "-c", script]);
  const kept = await workspace.standin(["sh", "-c", script], { STANDIN_STATE: ".standin.json" });

  expect(forgotten).toEqual({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining(
      "with STANDIN_STATE=.standin.json it is there again for the next command",
    ),
  });
  expect(kept).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("a stand-in and a demo in the environment of another start terraform, not the launcher again", async () => {
  const nested = "npm run --silent standin -- sh -c '\"$TERRAFORM_BINARY_NAME\" version'";

  const run = await workspace.standin(["sh", "-c", `timeout 60 ${nested}`]);

  expect({ code: run.code, first: run.stdout.split(" v")[0] }).toEqual({ code: 0, first: "Terraform" });
});

test.each([
  ["plan", {}, 0, ""],
  ["plan", { AUTHENTIK_URL: "http://127.0.0.1:1/" }, 0, ""],
  ["plan", { AUTHENTIK_URL: "" }, 0, ""],
  ["validate", { AUTHENTIK_URL: "http://127.0.0.1:9", AUTHENTIK_TOKEN: "another" }, 0, ""],
  [
    "plan",
    { AUTHENTIK_URL: "http://127.0.0.1:9" },
    1,
    "Error: AUTHENTIK_URL is http://127.0.0.1:9, and the attached stand-in is http://127.0.0.1:1: export all that npm run standin printed\n",
  ],
  [
    "apply",
    { AUTHENTIK_TOKEN: "another" },
    1,
    "Error: AUTHENTIK_TOKEN is not the token of the attached stand-in, http://127.0.0.1:1: export all that npm run standin printed\n",
  ],
  [
    "destroy",
    { AUTHENTIK_TOKEN: "" },
    1,
    "Error: AUTHENTIK_TOKEN is not the token of the attached stand-in, http://127.0.0.1:1: export all that npm run standin printed\n",
  ],
  [
    "plan",
    { STANDIN_TERRAFORM: LAUNCHER },
    1,
    "Error: STANDIN_TERRAFORM names the stand-in's launcher: name terraform or tofu\n",
  ],
])("the launcher, terraform %s with %j", async (command, variables, status, stderr) => {
  const given = { AUTHENTIK_URL: "http://127.0.0.1:1", AUTHENTIK_TOKEN: "a-token" };
  const provider = await startProvider(given);
  const environment = { ...given, TF_REATTACH_PROVIDERS: provider.reattach, STANDIN_TERRAFORM: "true" };

  const run = spawnSync(LAUNCHER, [command], {
    env: { ...process.env, ...environment, ...variables },
    encoding: "utf8",
    timeout: 10_000,
  });
  await provider.close();

  expect({ status: run.status, stderr: run.stderr }).toEqual({ status, stderr });
});

test("the launcher refuses a server that nothing says", async () => {
  workspace.write("cdk.tf.json", JSON.stringify({ provider: { url: "${null /* set AUTHENTIK_URL */}" } }));

  const run = await workspace.standin(["env", "-u", "AUTHENTIK_URL", LAUNCHER, "plan"]);

  expect({ ...run, stderr: run.stderr.replace(/127\.0\.0\.1:\d+/, "HOST") }).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "Error: neither AUTHENTIK_URL nor the configuration says a server, and the attached stand-in is http://HOST: export all that npm run standin printed\n",
  });
});

/** A flow, then something that takes until Terraform, not the signal itself, ends it. */
const SLOW_STACK = {
  terraform: { required_providers: { authentik: { source: "goauthentik/authentik" } } },
  provider: { authentik: {} },
  resource: {
    authentik_flow: {
      first: { name: "first", slug: "first", title: "First", designation: "stage_configuration" },
    },
    terraform_data: {
      slow: {
        depends_on: ["authentik_flow.first"],
        provisioner: [
          { "local-exec": { command: "trap '' INT TERM; echo $$ $PPID > processes; exec sleep 60" } },
        ],
      },
    },
  },
};

test.each([
  ["Ctrl-C", "interrupt", "SIGINT"],
  ["a job's end", "interrupt", "SIGTERM"],
  ["kill -INT of npm alone", "kill", "SIGINT"],
  ["kill of npm alone", "kill", "SIGTERM"],
] as const)("%s interrupts terraform once, and nothing is left", async (_, to, signal) => {
  workspace.write("slow/main.tf.json", JSON.stringify(SLOW_STACK));
  const script = "cd slow && terraform init -no-color >/dev/null && terraform apply -auto-approve -no-color";
  const running = workspace.start(["sh", "-c", script]);
  await written("slow/processes", running.ended);

  running[to](signal);
  const run = await running.ended;

  expect(run.stdout).toContain("Gracefully shutting down...");
  expect(run.stderr).not.toContain("Two interrupts received");
  expect(run.code).not.toBe(0);
  expect(Object.keys(stateOf("slow/terraform.tfstate"))).toContain("authentik_flow.first");
  expect(workspace.has("slow/.terraform.tfstate.lock.info")).toBe(false);
  expect(sockets()).toEqual([]);
  expect(workspace.read("slow/processes").trim().split(" ").filter(isRunning)).toEqual([]);
});

async function written(file: string, ended: Promise<unknown>): Promise<void> {
  let isEnded = false;
  ended.finally(() => {
    isEnded = true;
  });
  while (!isEnded && (!workspace.has(file) || workspace.read(file) === "")) await wait(20);
}

const sockets = () => workspace.leftovers.filter((name) => name.startsWith("authentik-provider-"));

function stateOf(file: string): Record<string, unknown> {
  const { resources } = JSON.parse(workspace.read(file)) as { resources: { type: string; name: string }[] };
  return Object.fromEntries(resources.map((resource) => [`${resource.type}.${resource.name}`, resource]));
}

function isRunning(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
