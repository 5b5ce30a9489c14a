import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AgentStack } from "../../../lib";
import { joinEnvironment } from "../../../tools/join/join-environment";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "agent-stack-join-"));
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function synthesise(...environments: readonly (readonly [name: string, server?: string])[]): void {
  const app = new App({ outdir: join(project, "cdktf.out") });
  for (const [name, server] of environments) new AgentStack(app, name, { server });
  app.synth();
}

async function printed(name?: string, variables: Record<string, string> = {}): Promise<string> {
  const { AUTHENTIK_URL: _, ...env } = process.env;
  let text = "";
  await joinEnvironment(name, {
    cwd: project,
    env: { ...env, ...variables },
    print: (each) => {
      text += `${each}\n`;
    },
  });
  return text;
}

test("an environment has the address of its own server, without a slash at the end", async () => {
  synthesise(["eu", "https://id.example.eu/"], ["us", "https://id.example.us"]);

  expect(await printed("eu")).toContain("ak config setup -a https://id.example.eu\n");
  expect(await printed("us")).toContain("ak-sysd domains join us -a https://id.example.us\n");
  await expect(printed()).rejects.toThrow("there are the environments eu, us: name one");
});

test("the only environment may have its address from the environment's variables", async () => {
  synthesise(["production"]);

  expect(await printed(undefined, { AUTHENTIK_URL: "https://id.example.com/" })).toContain(
    "ak config setup -a https://id.example.com\n",
  );
  await expect(printed()).rejects.toThrow(
    "nothing says where the authentik of production is: add server to the environment, or set AUTHENTIK_URL",
  );
});
