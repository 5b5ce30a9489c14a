import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Ended } from "./ended";
import { Fleet } from "./fleet";
import { PLATFORM, ProviderMirror } from "./provider-mirror";

jest.setTimeout(600_000);

const TOFU = process.env.TOFU_BINARY || "tofu";
const isPresent = spawnSync(TOFU, ["version"]).status === 0;
// As a figure, it also stands at the end of the whole run.
if (!isPresent) {
  console.log(
    `figure: OpenTofu: there is no ${TOFU}, its end-to-end tests were skipped; put it on the PATH, or name it in TOFU_BINARY`,
  );
}

/** What docs/opentofu.md has to encrypt with; fewer iterations, since a key is made anew for each state that is read. */
const [ENCRYPTED = "", FALLBACK = ""] = [
  ...readFileSync(join(__dirname, "../../docs/opentofu.md"), "utf8").matchAll(/^```hcl\n(.*?)^```$/gms),
].map(([, text = ""]) => text.replace(/^ *passphrase = .*$/m, "$&\n  iterations = 200000"));

/** The same where a state is not encrypted yet. */
const TF_ENCRYPTION = ENCRYPTED.replace(/^state \{.*?^\}\n/ms, FALLBACK);

const json = ["--format", "json"];
const ends = ({ code, stderr }: Ended) => ({ code, stderr });
const APPLIED = { code: 0, stderr: "" };

const underTofu = isPresent ? describe : describe.skip;

underTofu("under OpenTofu, with state and plans encrypted", () => {
  const { TERRAFORM_BINARY_NAME: usual } = process.env;
  let mirror: ProviderMirror;
  let fleet: Fleet;
  const read = (name: string) => readFileSync(join(fleet.directory, name), "utf8");

  beforeAll(async () => {
    process.env.TERRAFORM_BINARY_NAME = TOFU;
    mirror = new ProviderMirror("packed");
    mirror.offer("2026.8.0");
    fleet = await Fleet.start(["acme"], { provider: { ...mirror.environment, TF_ENCRYPTION: ENCRYPTED } });
  });

  afterAll(async () => {
    await fleet.close();
    mirror.remove();
    if (usual === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = usual;
  });

  test("the provider of OpenTofu's registry is locked, planned with, applied and found as configured", async () => {
    const locked = await fleet.run("lock", "--mirror", mirror.packages, "--platform", PLATFORM);
    const planned = await fleet.run("plan", "--no-verify", ...json);
    const plan = read("cdktf.out/stacks/acme/agent-stack.tfplan");
    const applied = await fleet.run("apply", "acme", "--plan", "--yes");
    const again = await fleet.run("plan", "--no-verify", ...json);

    expect([locked.code, locked.stdout]).toEqual([
      0,
      ".terraform.lock.hcl: goauthentik/authentik 2026.8.0, new\n",
    ]);
    expect(read(".terraform.lock.hcl")).toContain(
      'provider "registry.opentofu.org/goauthentik/authentik" {\n  version     = "2026.8.0"',
    );
    expect([planned.code, JSON.parse(planned.stdout).environments[0].failure]).toEqual([2, null]);
    expect(JSON.parse(planned.stdout).made.versions).toEqual([
      expect.stringMatching(/^agent-stack /),
      expect.stringMatching(/^tofu \d/),
      "goauthentik/authentik 2026.8.0",
    ]);
    // A plan that is not encrypted is an archive.
    expect(plan).toMatch(/^\{.*"encrypted_data":/s);
    expect(ends(applied)).toEqual(APPLIED);
    expect(JSON.parse(read("terraform.acme.tfstate"))).toMatchObject({
      encrypted_data: expect.any(String),
    });
    expect(read("terraform.acme.tfstate")).not.toContain("authentik-cli");
    expect([again.code, JSON.parse(again.stdout).environments[0].changes]).toEqual([0, []]);
  });

  test("drift is told with who made it, findings name the command to type, and an apply sets it back", async () => {
    const api = fleet.api(0);
    const { brand_uuid } = await api.find("/core/brands/", { domain: "authentik-default" });
    await api.change(`/core/brands/${brand_uuid}/`, { flow_device_code: null });

    const drifted = await fleet.run("drift", ...json);
    const verified = await fleet.run("verify", ...json);
    const status = await fleet.run("status", ...json);
    const applied = await fleet.run("apply", "acme", "--yes");
    const sound = await fleet.run("verify");

    expect([drifted.code, JSON.parse(drifted.stdout).environments[0].drift]).toEqual([
      2,
      [expect.objectContaining({ address: "authentik_brand.default_brand" })],
    ]);
    expect(verified.code).toBe(2);
    const remedies = JSON.parse(verified.stdout).environments[0].findings.map(
      ({ remedy }: { remedy: string }) => remedy,
    );
    expect(remedies).toEqual([expect.stringContaining("run tofu apply")]);
    expect([status.code, JSON.parse(status.stdout).environments[0].status]).toEqual([2, "attention"]);
    expect(ends(applied)).toEqual(APPLIED);
    expect(sound.code).toBe(0);
  });

  test("what the provider drops is repaired", async () => {
    fleet.configure({ connector: { enabled: false } });

    const dropped = await fleet.run("apply", "acme", "--yes");
    const repaired = await fleet.run("repair", "acme", "--yes");
    const applied = await fleet.run("apply", "acme", "--yes");

    expect([dropped.code, dropped.stderr.replace(/\s+/g, " ")]).toEqual([
      1,
      expect.stringContaining("authentik still has enabled = true: the provider does not send false"),
    ]);
    expect(repaired.code).toBe(0);
    expect(ends(applied)).toEqual(APPLIED);
    expect(await fleet.api(0).list("/endpoints/agents/connectors/", { enabled: "false" })).toHaveLength(1);
  });

  test("a set-up whose state was lost is adopted again, and destroyed in the end", async () => {
    rmSync(join(fleet.directory, "terraform.acme.tfstate"));

    const adopted = await fleet.run("adopt", "acme", "--yes");
    const applied = await fleet.run("apply", "acme", "--yes");
    const again = await fleet.run("plan", "--no-verify");
    const cdktf = await fleet.stackTerraform(
      "acme",
      "plan",
      "-no-color",
      "-input=false",
      "-detailed-exitcode",
    );
    const destroyed = await fleet.run("destroy", "acme", "--yes");

    expect(ends(adopted)).toEqual(APPLIED);
    expect(ends(applied)).toEqual(APPLIED);
    expect(again.code).toBe(0);
    expect({ code: cdktf.code, stderr: cdktf.stderr }).toEqual(APPLIED);
    expect(ends(destroyed)).toEqual(APPLIED);
    expect(await fleet.api(0).list("/core/applications/")).toEqual([]);
  });
});

underTofu("under OpenTofu, from Terraform", () => {
  test("a state of Terraform is taken over without a change, and encrypted with the next apply", async () => {
    const variables: Record<string, string> = {};
    const fleet = await Fleet.start(["acme"], { provider: variables });
    const state = () => JSON.parse(readFileSync(join(fleet.directory, "terraform.acme.tfstate"), "utf8"));

    const { TF_REATTACH_PROVIDERS } = fleet.standIn(0).environment;
    Object.assign(variables, { TERRAFORM_BINARY_NAME: "terraform", TF_REATTACH_PROVIDERS });

    const before = await fleet.run("apply", "acme", "--yes");
    const made = state();
    Object.assign(variables, { TERRAFORM_BINARY_NAME: TOFU, TF_ENCRYPTION });
    const planned = await fleet.run("plan", "--no-verify", ...json);
    fleet.configure({ connector: { refreshInterval: "minutes=10" } });
    const applied = await fleet.run("apply", "acme", "--yes");
    const after = state();
    await fleet.close();

    expect(ends(before)).toEqual(APPLIED);
    expect(made.resources).toHaveLength(12);
    expect([planned.code, JSON.parse(planned.stdout).environments[0].changes]).toEqual([0, []]);
    expect(ends(applied)).toEqual(APPLIED);
    expect(after).toMatchObject({ lineage: made.lineage, encrypted_data: expect.any(String) });
  });
});
