import { driftOf, plannedChanges } from "../../../tools/changes/changes";
import { byConstruct } from "../../../tools/report/sections";
import { parsePlanJson } from "../../../tools/set-up/plan-json";
import type { Api, ApiObject } from "../../e2e/api";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

const access = [{ user: "akadmin" }];
const KUBERNETES = { name: "Kubernetes", preset: "kubernetes", access } as const;

let deployed: Deployed;
let api: Api;
beforeAll(async () => {
  deployed = await Deployed.start({ cli: { access }, cliApplications: [KUBERNETES] });
  api = deployed.api;
});
afterAll(() => deployed.stop());

const provider = () => api.find("/providers/oauth2/", { client_id: "kubernetes-cluster" });
const application = () => api.get("/core/applications/kubernetes-cluster/");

test("a fresh deployment has no findings and nothing to plan", async () => {
  expect((await deployed.deployment.plan()).run.code).toBe(0);
  expect(await deployed.findings()).toEqual([]);
});

test("who is let in beside the configured ones is found, and no plan sees it", async () => {
  const { pk: user } = await api.post("/core/users/", { username: "mallory", name: "Mallory" });
  const { pk } = await api.post("/policies/bindings/", { target: (await application()).pk, user, order: 9 });

  const { run } = await deployed.deployment.plan();
  const found = await deployed.findings();

  await api.delete(`/policies/bindings/${pk}/`);
  expect(run.code).toBe(0);
  expect(found).toEqual([
    'unmanaged-cli-application-binding | application "kubernetes-cluster" | user "mallory" is bound and Terraform does not manage the binding, so that they get in',
  ]);
});

test("another provider that takes the CLI's tokens is found, and no plan sees it", async () => {
  const { pk: _, ...ours }: ApiObject = await provider();
  const { pk } = await api.post("/providers/oauth2/", { ...ours, name: "Grafana", client_id: "grafana" });

  const { run } = await deployed.deployment.plan();
  const found = await deployed.findings();

  await api.delete(`/providers/oauth2/${pk}/`);
  expect(run.code).toBe(0);
  expect(found).toEqual([
    'unmanaged-cli-application | provider "Grafana" | the provider, which serves no application yet, accepts the CLI\'s tokens and Terraform does not manage it',
  ]);
});

test("one that goes and one that comes are told apart from the CLI", async () => {
  deployed.configure({
    cli: { access },
    cliApplications: [{ name: "AWS", preset: "aws", furtherFederatedProviders: ["Kubernetes"] }],
  });

  await deployed.deployment.plan();
  const shown = await deployed.deployment.terraform("show", "-json", "planned");
  const { changes } = plannedChanges(parsePlanJson(shown.stdout));

  deployed.configure({ cli: { access }, cliApplications: [KUBERNETES] });
  const told = byConstruct(changes).map(({ title, changes: all }) => [
    title,
    ...all.map(({ address, consequences }) =>
      [address.replace(/^\w+\.cli_application_/, ""), ...consequences.map(({ code }) => code)].join(": "),
    ),
  ]);
  expect(told).toEqual([
    [
      "Applications of the command line",
      "AWS_application: application-open-to-everyone",
      "Kubernetes_application: cli-application-gone",
      "Kubernetes_access_user_akadmin",
      "AWS_provider: cli-application-accepts-others",
      "Kubernetes_provider: cli-application-provider-gone",
    ],
  ]);
});

test("what is clicked away is drift that the next apply repairs", async () => {
  const { pk } = await provider();
  await api.change(`/providers/oauth2/${pk}/`, { jwt_federation_providers: [], signing_key: null });

  const found = await deployed.findings();
  await deployed.deployment.plan();
  const shown = await deployed.deployment.terraform("show", "-json", "planned");
  const plan = parsePlanJson(shown.stdout);
  const repair = await deployed.deployment.apply("planned");

  const codes = (changes: ReturnType<typeof driftOf>) =>
    changes.map(({ address, isCliApplications, consequences }) => [
      address,
      isCliApplications,
      consequences.map(({ code }) => code),
    ]);
  const address = "authentik_provider_oauth2.cli_application_Kubernetes_provider";
  expect(found.map((each) => each.split(" | ")[0])).toEqual([
    "cli-application-without-signing-key",
    "cli-application-refuses-cli",
  ]);
  expect(codes(driftOf(plan))).toEqual([
    [address, true, ["cli-application-signing-key-removed", "cli-application-refuses-cli"]],
  ]);
  expect(codes(plannedChanges(plan).changes)).toEqual([
    [address, true, ["cli-application-signing-key-set", "cli-application-accepts-cli"]],
  ]);
  expect(repair.code).toBe(0);
  expect(await deployed.findings()).toEqual([]);
});

test("an application that was deleted and made anew by hand does not stop a verification", async () => {
  const { pk: _, ...ours } = await application();
  await api.delete("/core/applications/kubernetes-cluster/");
  await api.post("/core/applications/", ours);

  const found = await deployed.findings();

  const run = await deployed.deployment.apply();
  expect(run.code).toBe(0);
  expect(found).toEqual([
    expect.stringMatching(
      /^object-gone \| authentik_policy_binding\.cli_application_Kubernetes_access_user_akadmin \| authentik no longer has the object [-0-9a-f]{36} that Terraform deployed$/,
    ),
  ]);
});
