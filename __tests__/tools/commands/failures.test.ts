import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { startProvider } from "../../../standin/provider";
import { Api } from "../../e2e/api";
import type { Run } from "../../e2e/deployment";
import { runOf } from "../../e2e/ended";
import { attachedTo } from "../../e2e/target";
import { removeFolders, temporaryFolder } from "../terraform/programs";

// What is said when terraform cannot plan, of the command as it is published.

jest.setTimeout(120_000);

let standIn: StandIn;
let api: Api;
let project: string;
beforeEach(async () => {
  standIn = await launchStandIn();
  api = new Api(standIn.server);
  project = temporaryFolder();
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
});
afterEach(async () => {
  removeFolders();
  await standIn.close();
});

function synthesise(props: AgentStackProps = {}): void {
  const app = new App({ outdir: join(project, "cdktf.out") });
  new AgentStack(app, "production", {
    ...props,
    backend: { local: { path: join(project, "terraform.tfstate") } },
  });
  app.synth();
}

function agentStack(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
  const child = spawn(process.execPath, [resolve("dist/agent-stack.js"), ...args], {
    cwd: project,
    env: { ...process.env, ...attachedTo(standIn), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

async function failureOf(command: "plan" | "drift", environment = {}): Promise<string> {
  const options = command === "plan" ? ["--no-verify"] : [];
  const { code, stdout } = await agentStack([command, ...options, "--format", "json"], environment);
  expect(code).toBe(1);
  const [, ...said] = JSON.parse(stdout).environments[0].failure.split("\n");
  return said.join("\n");
}

const gone = (what: string) =>
  `authentik has no ${what}, or the token's user may not see it: if it was renamed, configure its new name; if it was deleted, take it out of the configuration or make it again.`;

test.each(["plan", "drift"] as const)(
  "%s: a group and a user that are gone are named, with what to do",
  async (command) => {
    synthesise({ cli: { access: [{ group: "Platform team" }, { user: "joe" }] } });

    const failure = await failureOf(command);

    expect(failure.split("\n\n").sort()).toEqual(
      [
        `data.authentik_user.joe: No matching users found\n${gone('user "joe"')}`,
        `data.authentik_group.Platform_team: No matching groups found\n${gone('group "Platform team"')}`,
      ].sort(),
    );
  },
);

test("plan: a certificate that is gone is no group", async () => {
  synthesise({ cli: { signingKey: "our signing key" } });

  expect(await failureOf("plan")).toContain(gone('certificate "our signing key"'));
});

test.each(["plan", "drift"] as const)("%s: a token that authentik refuses is told once", async (command) => {
  synthesise({ cli: { access: [{ group: "authentik Admins" }, { user: "akadmin" }] } });
  const provider = await startProvider({ ...standIn.environment, AUTHENTIK_TOKEN: "a-wrong-token" });

  const failure = await failureOf(command, {
    AUTHENTIK_TOKEN: "a-wrong-token",
    TF_REATTACH_PROVIDERS: provider.reattach,
  });

  await provider.close();
  expect(failure).toBe(
    "authentik refuses AUTHENTIK_TOKEN (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
  );
});

test("plan: a permission that is missing is told once for each kind of object", async () => {
  for (const name of ["Platform team", "Support"]) await api.post("/core/groups/", { name });
  synthesise({ cli: { access: [{ group: "Platform team" }, { group: "Support" }] } });
  standIn.server.fail(({ path }) => (path.startsWith("/api/v3/core/groups/") ? 403 : undefined));

  const failure = await failureOf("plan");

  expect(failure).toMatch(
    /^the token's user may not GET \/core\/groups\/\S*: give it the permission authentik_core\.view_group through a role$/,
  );
});

test.each(["plan", "drift"] as const)(
  "%s: a token that is not set is named, without a question",
  async (command) => {
    synthesise();

    const { code, stdout } = await agentStack([command, "--format", "json"], { AUTHENTIK_TOKEN: "" });

    expect(code).toBe(1);
    expect(JSON.parse(stdout).environments[0].failure).toBe(
      "AUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords",
    );
  },
);

test.each(["verify", "adopt", "drift", "status", "apply", "token", "join"])(
  "%s: what a message quotes cannot steer the terminal",
  async (command) => {
    synthesise();

    const { code, stderr } = await agentStack([command, "\u001b]0;title\u0007\u202eprod"]);

    expect(code).toBe(1);
    expect(stderr).toContain("⟨U+001B⟩]0;title⟨U+0007⟩⟨U+202E⟩prod");
    for (const steering of ["\u001b", "\u0007", "\u202e"]) expect(stderr).not.toContain(steering);
  },
);

test("agent-stack-terraform: what a message quotes cannot steer the terminal", async () => {
  const child = spawn(process.execPath, [resolve("dist/agent-stack-terraform.js"), "plan"], {
    cwd: project,
    env: { ...process.env, AGENT_STACK_TERRAFORM: "\u001b]0;title\u0007\u202eterraform" },
    stdio: ["ignore", "pipe", "pipe"],
  });

  expect(await runOf(child)).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack-terraform: ⟨U+001B⟩]0;title⟨U+0007⟩⟨U+202E⟩terraform cannot be started (ENOENT): name terraform in AGENT_STACK_TERRAFORM\n",
  });
});
