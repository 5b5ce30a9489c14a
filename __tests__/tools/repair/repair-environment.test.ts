import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { AgentStack } from "../../../lib";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { repairEnvironments } from "../../../tools/repair/repair-environment";
import { initialise } from "../../../tools/terraform/initialise";
import { runTerraform } from "../../../tools/terraform/run";
import { Api } from "../../e2e/api";
import { attachedTo } from "../../e2e/target";
import { removeFolders, temporaryFolder } from "../terraform/programs";

jest.setTimeout(120_000);

const APPLICATION = "/core/applications/authentik-cli/";

let standIn: StandIn;
let project: string;
beforeEach(async () => {
  standIn = await launchStandIn();
  project = temporaryFolder();
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
  const app = new App({ outdir: join(project, "cdktf.out") });
  new AgentStack(app, "production", { backend: { local: { path: join(project, "terraform.tfstate") } } });
  app.synth();
  const stack = { name: "production", directory: join(project, "cdktf.out/stacks/production") };
  const binary = { command: "terraform", title: "terraform", env: environment(), cwd: project };
  await initialise(stack, binary);
  await runTerraform(stack, binary, ["apply", "-auto-approve", "-input=false"]);
});
afterEach(async () => {
  removeFolders();
  await standIn.close();
});

const environment = () => ({ ...process.env, ...attachedTo(standIn) });

/** Repairs, while somebody does something before the answer to the question is given. */
async function repair(
  meanwhile: (api: Api) => Promise<unknown>,
): Promise<{ code: number; printed: string[] }> {
  const printed: string[] = [];
  const code = await repairEnvironments(["production"], {
    cwd: project,
    env: environment(),
    print: (text) => printed.push(text),
    fail: (text) => printed.push(text),
    all: false,
    jobs: 1,
    confirm: async () => {
      await meanwhile(new Api(standIn.server));
      return true;
    },
  });
  return { code, printed };
}

const patches = () => standIn.server.requests.filter(({ method }) => method === "PATCH");

test.each([
  ["the value again", { meta_publisher: "Someone else" }],
  ["it back", { meta_publisher: "" }],
  ["another value too", { meta_description: "A word" }],
])("sends nothing where somebody changed %s after it was shown", async (_, change) => {
  const api = new Api(standIn.server);
  await api.change(APPLICATION, { meta_publisher: "Someone" });

  const { code, printed } = await repair((meanwhile) => meanwhile.change(APPLICATION, change));

  expect(code).toBe(2);
  expect(printed.at(-1)).toBe("nothing was sent: authentik has changed since this was shown; run it again");
  expect(patches().map(({ body }) => body)).toEqual([{ meta_publisher: "Someone" }, change]);
});

test("sends what was shown where nothing else has changed", async () => {
  const api = new Api(standIn.server);
  await api.change(APPLICATION, { meta_publisher: "Someone" });

  const { code } = await repair((meanwhile) => meanwhile.change(APPLICATION, { open_in_new_tab: true }));

  const { meta_publisher, open_in_new_tab } = await api.get(APPLICATION);
  expect([code, meta_publisher, open_in_new_tab]).toEqual([0, "", true]);
});
