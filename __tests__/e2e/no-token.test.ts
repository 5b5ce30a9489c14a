import { stripVTControlCharacters } from "node:util";
import { startProvider } from "../../standin/provider";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

test.each([
  // The launcher holds the address against the attached provider's.
  ["is empty", "AUTHENTIK_URL=http://127.0.0.1:9 AUTHENTIK_TOKEN=", "token", "AUTHENTIK_TOKEN"],
  ["is not set", "-u AUTHENTIK_URL AUTHENTIK_TOKEN=a-token", "url", "AUTHENTIK_URL"],
])("cdktf deploy ends with a sentence where %s: %s", async (_, variable, argument, name) => {
  workspace.write("agent-stack.yaml", "environments:\n  production: {}\n");
  const given = { AUTHENTIK_URL: "http://127.0.0.1:9", AUTHENTIK_TOKEN: "a-token" };
  const provider = await startProvider({ ...given, [name]: "" });
  const environment = `env ${variable} TF_REATTACH_PROVIDERS='${provider.reattach}' TF_CLI_CONFIG_FILE=/dev/null`;

  const run = await workspace.standin([
    "sh",
    "-c",
    `${environment} npx cdktf deploy production --auto-approve`,
  ]);

  await provider.close();
  const said = stripVTControlCharacters(run.stdout + run.stderr);
  expect(run.code).toBe(1);
  expect(said).toContain(`"${argument}": "\${null /* from the environment: set ${name} */}"`);
  expect(said).toContain(`The argument "${argument}" is required, but no definition was found.`);
});
