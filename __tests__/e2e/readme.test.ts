import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { launchStandIn } from "../../standin/launch";
import { Api } from "./api";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

const PROJECT = resolve(__dirname, "../..");
const STATE = ".standin.json";
const README = readFileSync(join(PROJECT, "README.md"), "utf8");

let workspace: Workspace;

beforeAll(() => {
  workspace = new Workspace();
  // npx builds the project's own command before it runs it.
  cpSync(join(PROJECT, "build.mjs"), join(workspace.directory, "build.mjs"));
  symlinkSync(join(PROJECT, "tools"), join(workspace.directory, "tools"));
  symlinkSync(join(PROJECT, "scripts"), join(workspace.directory, "scripts"));
});

afterAll(() => workspace.remove());

/** The text of the first block of this language after a line of the README. */
function blockAfter(line: string, language: string): string {
  const [, rest] = README.split(`\n${line}`);
  const [, block] = rest?.match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms")) ?? [];
  if (block === undefined) throw new Error(`README.md has no ${language} after "${line}"`);
  return block;
}

/** Types a block's commands one after the other; without a terminal nobody can be asked, so cdktf is told not to. */
async function type(block: string): Promise<string[]> {
  const commands = block
    .trim()
    .split("\n")
    .map((command) => (/^npx cdktf (deploy|destroy)/.test(command) ? `${command} --auto-approve` : command));
  const script = commands.map((command) => `${command}\necho "ended: ${command} $?"`).join("\n");
  const { stdout } = await workspace.standin(["sh", "-c", script], {
    STANDIN_STATE: STATE,
    npm_config_cache: join(workspace.directory, ".npm"),
  });
  return [...stdout.matchAll(/^ended: (.*)$/gm)].map(([, end]) => end as string);
}

test("the README's commands do what it says, from the first plan to the teardown", async () => {
  workspace.write("agent-stack.yaml", blockAfter("**1. Say what you want**", "yaml"));
  const used = await type(blockAfter("**3. Plan, review, deploy, verify:**", "sh"));
  workspace.write("agent-stack.yaml", blockAfter("## Teardown", "yaml"));
  const torn = await type(blockAfter("## Teardown", "sh"));
  const left = await launchStandIn({ stateFile: join(workspace.directory, STATE) });
  const brands = await new Api(left.server).list("/core/brands/");
  await left.close();

  expect(used).toEqual([
    "npx agent-stack plan production 2",
    "npx cdktf deploy production --auto-approve 0",
    "npx agent-stack verify production 0",
  ]);
  expect(torn).toEqual([
    "npx cdktf deploy production --auto-approve 0",
    "npx cdktf destroy production --auto-approve 0",
  ]);
  expect(brands).toMatchObject([{ domain: "authentik-default", flow_device_code: null }]);
});
