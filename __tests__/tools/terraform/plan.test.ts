import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformError } from "../../../tools/terraform/binary";
import { PLAN_FILE, planStack } from "../../../tools/terraform/plan";
import { program, removeFolders, temporaryFolder } from "./programs";

afterAll(removeFolders);

const REFRESHED = '{"type":"refresh_complete","hook":{"resource":{"addr":"a.b"}}}';
const OUT = `for argument in "$@"; do case $argument in -out=*) touch "\${argument#-out=}";; esac; done`;

function stackWith(script: string, env: NodeJS.ProcessEnv = {}) {
  const directory = temporaryFolder();
  const log = join(directory, "log");
  const command = program(`echo "$@" >> ${log}\n${script}`);
  return {
    stack: { name: "production", directory },
    binary: { command, title: "terraform 1.11.4", env: { ...process.env, ...env }, cwd: "/" },
    commands: () => readFileSync(log, "utf8").trim().split("\n"),
  };
}

test("plans without questions, waits for the lock, keeps the plan and returns its JSON", async () => {
  const { stack, binary, commands } = stackWith(
    `case $1 in plan) ${OUT}; echo '${REFRESHED}';; show) echo '{"plan":1}';; esac`,
  );
  const steps: string[] = [];

  const json = await planStack(stack, "plan", binary, (step, detail = "") => steps.push(step + detail));

  expect(json).toBe('{"plan":1}\n');
  expect(commands()).toEqual([
    "plan -json -input=false -lock-timeout=60s -refresh=true -refresh-only=false -destroy=false -detailed-exitcode=false -out=agent-stack.tfplan",
    "show -json agent-stack.tfplan",
  ]);
  expect(steps).toEqual(["plan", "plan, 1 read"]);
  expect(existsSync(join(stack.directory, PLAN_FILE))).toBe(true);
});

test.each(["TF_CLI_ARGS", "TF_CLI_ARGS_plan"])("waits as long as %s says", async (variable) => {
  const { stack, binary, commands } = stackWith("", { [variable]: "-compact-warnings -lock-timeout=5m" });

  await planStack(stack, "plan", binary, () => {});

  expect(commands()[0]).not.toContain("-lock-timeout");
});

test("nobody else may read the plan, neither while it is made nor afterwards", async () => {
  const { stack, binary } = stackWith(
    `case $1 in plan) ls -l agent-stack.tfplan > seen; for a in "$@"; do case $a in -out=*) echo plan > "\${a#-out=}";; esac; done;; esac`,
  );

  await planStack(stack, "plan", binary, () => {});

  expect(readFileSync(join(stack.directory, "seen"), "utf8")).toMatch(/^-rw-------/);
  expect(statSync(join(stack.directory, PLAN_FILE)).mode & 0o777).toBe(0o600);
});

test("drift refreshes only and leaves no plan behind", async () => {
  const { stack, binary, commands } = stackWith(`case $1 in plan) ${OUT};; esac`);

  await planStack(stack, "drift", binary, () => {});

  expect(commands()[0]).toBe(
    "plan -json -input=false -lock-timeout=60s -refresh=true -refresh-only=true -destroy=false -detailed-exitcode=false -out=agent-stack.drift.tfplan",
  );
  expect(existsSync(join(stack.directory, "agent-stack.drift.tfplan"))).toBe(false);
});

test("drift leaves no plan behind when it fails either", async () => {
  const { stack, binary } = stackWith(`case $1 in plan) ${OUT}; exit 1;; esac`);

  const planned = planStack(stack, "drift", binary, () => {});

  await expect(planned).rejects.toThrow(`${binary.command} plan failed`);
  expect(existsSync(join(stack.directory, "agent-stack.drift.tfplan"))).toBe(false);
});

test("terraform that is killed is said to be", async () => {
  const { stack, binary } = stackWith("kill -9 $$");

  const planned = planStack(stack, "plan", binary, () => {});

  await expect(planned).rejects.toThrow(
    new TerraformError(`${binary.command} plan failed\nit was killed by SIGKILL`),
  );
});

test("a plan of an earlier run is gone when this one fails, and terraform's words come without secrets", async () => {
  const { stack, binary } = stackWith(
    `echo '{"type":"diagnostic","diagnostic":{"severity":"error","summary":"403 for top-secret-token"}}'; exit 1`,
    { AUTHENTIK_TOKEN: "top-secret-token" },
  );
  writeFileSync(join(stack.directory, PLAN_FILE), "old");

  const planned = planStack(stack, "plan", binary, () => {});

  await expect(planned).rejects.toThrow(new TerraformError(`${binary.command} plan failed\n403 for ***`));
  expect(existsSync(join(stack.directory, PLAN_FILE))).toBe(false);
});
