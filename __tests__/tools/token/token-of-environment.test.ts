import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AgentStack } from "../../../lib";
import { type TokenOptions, tokenOfEnvironment } from "../../../tools/token/token-of-environment";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "agent-stack-token-"));
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
  const app = new App({ outdir: join(project, "cdktf.out") });
  new AgentStack(app, "production", { server: "https://id.example.com" });
  new AgentStack(app, "staging", {
    server: "https://id.staging.example.com",
    enrollmentTokens: [{ name: "laptops", retrieveKey: true }],
  });
  app.synth();
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

async function printed(name: string | undefined, options: Partial<TokenOptions> = {}) {
  const said = { text: "", notes: [] as string[] };
  await tokenOfEnvironment(name, {
    cwd: project,
    env: process.env,
    print: (text) => {
      said.text += text;
    },
    note: (text) => said.notes.push(text),
    identities: ["plan"],
    format: "list",
    ...options,
  });
  return said;
}

test("prints what the configuration of one environment needs", async () => {
  // Act
  const [production, staging] = [await printed("production"), await printed("staging")];

  // Assert
  expect(production.text.split("\n")[0]).toBe("agent-stack-production-plan");
  const lines = (text: string) => text.split("\n").slice(1);
  const further = lines(staging.text).filter((line) => !lines(production.text).includes(line));
  expect(further).toEqual(["  authentik_endpoints_connectors_agent.view_enrollment_token_key"]);
  expect(production.notes).toEqual([]);
});

test("says of which types it knows no permissions", async () => {
  // Arrange
  const stack = join(project, "cdktf.out/stacks/production/cdk.tf.json");
  writeFileSync(stack, JSON.stringify({ resource: { authentik_outpost: { proxy: {} } } }));

  // Act
  const { notes } = await printed("production");

  // Assert
  expect(notes).toEqual([
    "the permissions that authentik_outpost takes are not known and not in the list: add them",
  ]);
});

test("asks which environment where there are several", async () => {
  await expect(printed(undefined)).rejects.toThrow("production, staging");
});
