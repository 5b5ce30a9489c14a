import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { RELEASES } from "../../lib/rules/releases";
import { AppProgram } from "../app-program";
import { AgentStackProject } from "./agent-stack-project";
import { Api } from "./api";
import type { Run } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(300_000);

type Target = Awaited<ReturnType<typeof openStandIn>>;
type Json = Record<string, unknown>;

const app = new AppProgram();
let project: AgentStackProject;
let target: Target | undefined;

beforeEach(() => {
  project = new AgentStackProject(app);
});
afterEach(async () => {
  project.remove();
  await target?.close();
  target = undefined;
});
afterAll(() => app.remove());

/** Starts a stand-in in the place of the one before. */
async function serve(options: Parameters<typeof openStandIn>[0]): Promise<Api> {
  await target?.close();
  target = await openStandIn(options);
  return new Api(target);
}

/** Keeps what a stand-in was given, and its address, for the next one. */
const kept = () => ({
  stateFile: join(project.folder, ".standin.json"),
  port: target && Number(new URL(target.url).port),
});

const configure = (release: string, settings: Json = {}) =>
  project.configure({ release, connector: { name: "Devices" }, ...settings });

const agentStack = (...args: string[]) => project.run(target?.environment ?? {}, ...args);

/** The one environment of a report. */
async function reported(...args: string[]): Promise<{ code: number } & Json> {
  const { code, stdout, stderr } = await agentStack(...args, "--format", "json");
  if (stdout === "") throw new Error(stderr);
  return { code, ...JSON.parse(stdout).environments[0] };
}

const codes = (findings: unknown) => (findings as { code: string }[]).map(({ code }) => code);

const connectorOf = (api: Api) => api.find("/endpoints/agents/connectors/", { name: "Devices" });

describe.each(RELEASES)("release %s", (release) => {
  test("is deployed, in order, its drift seen and set back, and taken over anew", async () => {
    // Arrange
    const api = await serve({ version: `${release}.1` });
    configure(release);

    // Act
    const applied = await agentStack("apply", "--yes");
    const second = await reported("plan");
    const { connector_uuid } = await connectorOf(api);
    await api.change(`/endpoints/agents/connectors/${connector_uuid}/`, { refresh_interval: "minutes=7" });
    const drift = await reported("drift");
    const repaired = await agentStack("apply", "--yes");
    const verified = await reported("verify");
    rmSync(join(project.folder, "terraform.production.tfstate"));
    rmSync(join(project.folder, "cdktf.out"), { recursive: true });
    const adopted = await agentStack("adopt", "--yes");
    const taken = await agentStack("apply", "--yes");
    const afterwards = await reported("plan");

    // Assert
    expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
    expect(second).toMatchObject({ code: 0, changes: [], findings: [] });
    expect(drift).toMatchObject({
      code: 2,
      drift: [
        {
          address: "authentik_endpoints_connector_agent.connector",
          attributes: [{ name: "refresh_interval" }],
        },
      ],
    });
    expect(repaired.code).toBe(0);
    expect((await connectorOf(api)).refresh_interval).toBe("minutes=30");
    expect(verified).toMatchObject({ code: 0, findings: [] });
    expect(adopted.stdout).toContain("Deploying changes nothing.");
    expect(taken.code).toBe(0);
    expect(afterwards).toMatchObject({ code: 0, changes: [], findings: [] });
  });
});

/** What a plan changes beside what it takes over, and what the state remembers of its server. */
const changesIn = ({ changes }: Json) =>
  (changes as { action: string; address: string }[])
    .filter(({ action, address }) => action !== "import" && !address.startsWith("terraform_data."))
    .map(({ action, address }) => `${action} ${address}`);

const GUIDE = readFileSync("docs/upgrade.md", "utf8");
/** The releases that the guide goes to, but for the one that is announced. */
const UPGRADES = [...GUIDE.matchAll(/^## From \S+ to (\S+)$/gm)].map(([, to = ""]) => to).slice(0, -1);

/** Types the commands of one of the guide's blocks; each with its exit code. */
async function typed(block: number): Promise<string[]> {
  const [, commands = ""] = [...GUIDE.matchAll(/^ *```sh\n(.*?)^ *```$/gms)][block] ?? [];
  const ended: string[] = [];
  for (const line of commands.trim().split("\n")) {
    const words = line.trim().split(" ").slice(2);
    // Without a terminal nobody can be asked.
    const { code } = await agentStack(...words, ...(words[0] === "apply" ? ["--yes"] : []));
    ended.push(`${words.join(" ")}: ${code}`);
  }
  return ended;
}

test("the guide goes through all releases", () => {
  const steps = [...GUIDE.matchAll(/^## From (\S+) to (\S+)$/gm)].map(([, from, to]) => [from, to]);

  expect(steps).toEqual(RELEASES.map((from, at) => [from, RELEASES[at + 1] ?? "2026.11"]));
});

describe("a server that is upgraded under a set-up", () => {
  test("goes from release to release by the steps of docs/upgrade.md", async () => {
    // Arrange
    const cliApplications = [{ name: "vault", access: [{ group: "authentik Admins" }] }];
    await serve({ ...kept(), version: "2025.12.6" });
    configure("2025.12", { cliApplications });
    const applied = await agentStack("apply", "--yes");
    expect(applied.code).toBe(0);

    const steps: Record<string, Json> = {};
    for (const release of UPGRADES) {
      // Act
      const sound = await typed(0);
      const api = await serve({ ...kept(), version: `${release}.1` });
      const found = await reported("verify");
      configure(release, { cliApplications });
      const plan = await reported("plan", "--no-verify");
      const deployed = [...(await typed(1)), ...(await typed(2))];
      const providers = await api.list("/providers/oauth2/");
      steps[release] = {
        sound,
        found: codes(found.findings),
        plan: changesIn(plan),
        deployed,
        grants: Object.fromEntries(providers.map(({ client_id, grant_types }) => [client_id, grant_types])),
      };
    }

    // Assert
    const device = "urn:ietf:params:oauth:grant-type:device_code";
    const sound = ["plan production: 0", "verify production: 0"];
    const exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    const changed = ["plan production: 2", "apply production: 0", "verify production: 0"];
    const vault = "update authentik_provider_oauth2.cli_application_vault_provider";
    const cli = [device, "refresh_token"];
    expect(steps).toEqual({
      "2026.2": {
        sound,
        found: ["release-differs"],
        plan: [],
        deployed: [...sound.slice(0, 1), "apply production: 0", ...sound.slice(1)],
        grants: { "authentik-cli": undefined, vault: undefined },
      },
      "2026.5": {
        sound,
        found: ["grants-not-managed", "cli-application-grant-added", "release-differs"],
        plan: [vault, "update authentik_provider_oauth2.cli_provider"],
        deployed: changed,
        grants: { "authentik-cli": cli, vault: ["client_credentials"] },
      },
      "2026.8": {
        sound,
        found: ["release-differs"],
        plan: [vault],
        deployed: changed,
        grants: { "authentik-cli": cli, vault: ["client_credentials", exchange] },
      },
    });
  });
});

describe("a provider that knows an attribute of brands that agent-stack does not", () => {
  test("fails plans and deployments before it can reset it, and says what to do", async () => {
    // Arrange
    const api = await serve(kept());
    configure("2026.8");
    expect((await agentStack("apply", "--yes")).code).toBe(0);
    const brand = await api.find("/core/brands/", { domain: "authentik-default" });
    const flow = await api.get("/flows/instances/default-authentication-flow/");
    const path = `/core/brands/${brand.brand_uuid}/`;
    await api.change(path, { flow_user_switch: flow.pk });

    // Act
    const later = await serve({ ...kept(), providerVersion: "2026.8.1" });
    configure("2026.8", { connector: { name: "Devices", refreshInterval: "minutes=5" } });
    const plan = await agentStack("plan", "--no-verify");
    const applied = await agentStack("apply", "--yes");
    const afterwards = await later.get(path);

    // Assert
    const message =
      "this version of the authentik provider knows attributes of a brand that agent-stack does not, and would reset them: flow_user_switch; set providerVersion to the version before it, or update agent-stack";
    const said = ({ stdout, stderr }: Run) => `${stdout}${stderr}`.replace(/[\s│>]+/g, " ");
    expect([plan.code, applied.code]).toEqual([1, 1]);
    expect(said(plan)).toContain(message);
    expect(said(applied)).toContain(message);
    expect(afterwards.flow_user_switch).toBe(flow.pk);
    expect((await connectorOf(later)).refresh_interval).toBe("minutes=30");
  });
});

test("one app holds environments of several releases", () => {
  const production = { release: "2026.8", server: "https://id.example.com" };
  const old = { release: "2025.12", server: "https://id.example.org" };
  writeFileSync(join(project.folder, "agent-stack.yaml"), stringify({ environments: { production, old } }));

  const run = app.run(join(project.folder, "agent-stack.yaml"));

  expect(run.status).toBe(0);
  const versions = ["production", "old"].map((name) => {
    const { terraform, resource } = app.synthesised(name);
    const application = resource.authentik_application.cli_application;
    return [terraform.required_providers.authentik.version, "meta_hide" in application];
  });
  expect(versions).toEqual([
    ["~> 2026.8.0", true],
    ["~> 2025.12.0", false],
  ]);
});
