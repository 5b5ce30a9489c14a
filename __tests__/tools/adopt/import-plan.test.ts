import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planWithImports } from "../../../tools/adopt/import-plan";
import { program, removeFolders, temporaryFolder } from "../terraform/programs";

afterEach(removeFolders);

const SYNTHESISED = JSON.stringify({
  import: [{ to: "authentik_brand.default_brand", id: "1" }],
  resource: {},
});
const IMPORTS = [{ to: "authentik_flow.device_code_flow", id: "codes" }];

function stack() {
  const directory = temporaryFolder();
  writeFileSync(join(directory, "cdk.tf.json"), SYNTHESISED);
  return { name: "production", directory };
}

const left = ({ directory }: { directory: string }) => ({
  synthesised: readFileSync(join(directory, "cdk.tf.json"), "utf8"),
  plan: existsSync(join(directory, "agent-stack.tfplan")),
});

test("plans with the imports beside those that are configured, and leaves nothing of it", async () => {
  const planned = stack();
  const json = '{"format_version":"1.2","planned_values":{},"complete":true}';
  const command = program(
    `case "$1" in plan) cp cdk.tf.json seen.json; touch agent-stack.tfplan;; show) echo '${json}';; esac`,
  );

  const plan = await planWithImports(
    planned,
    { command, title: "terraform", env: process.env, cwd: "/" },
    IMPORTS,
  );

  expect(plan.resourceChanges).toEqual([]);
  expect(JSON.parse(readFileSync(join(planned.directory, "seen.json"), "utf8")).import).toEqual([
    { to: "authentik_brand.default_brand", id: "1" },
    ...IMPORTS,
  ]);
  expect(left(planned)).toEqual({ synthesised: SYNTHESISED, plan: false });
});

test("leaves nothing of a plan that fails either", async () => {
  const planned = stack();
  const command = program("touch agent-stack.tfplan; echo no such object >&2; exit 1");

  await expect(
    planWithImports(planned, { command, title: "terraform", env: process.env, cwd: "/" }, IMPORTS),
  ).rejects.toThrow("plan failed\nno such object");

  expect(left(planned)).toEqual({ synthesised: SYNTHESISED, plan: false });
});
