import { connect } from "../../../standin/provider/authentik/client";
import { resources } from "../../../standin/provider/resources";
import type { State } from "../../../standin/provider/schema/value";
import { refresh } from "../../../standin/provider/sdk/operations";
import { selfSigned } from "../../../standin/server/install/certificate";
import { Managed } from "./managed";

const FLOW = { name: "f", slug: "f", title: "F", designation: "stage_configuration" };
let managed: Managed;

beforeEach(async () => {
  managed = await Managed.start();
});

afterEach(() => managed.server.close());

async function keyPair(): Promise<State> {
  const { certificate, privateKey } = await selfSigned("own");
  return { name: "own", certificate_data: certificate, key_data: privateKey };
}

test("each resource is created, found unchanged, updated and deleted", async () => {
  const connector = await managed.applied("endpoints_connector_agent", { name: "c" });
  const group = await managed.applied("endpoints_device_access_group", { name: "g" });
  const provider = await managed.applied("provider_oauth2", await managed.oauth2());
  const token = { name: "t", connector: connector.id ?? null, device_access_group: group.id ?? null };
  const cases: Record<string, State> = {
    flow: FLOW,
    brand: {
      domain: "b.example",
      attributes: '{ "a": 1 }',
      branding_logo: "/static/l.svg",
      branding_favicon: "/static/f.png",
    },
    application: { name: "a", slug: "a", protocol_provider: Number(provider.id) },
    endpoints_connector_agent: { name: "d", jwt_federation_providers: [Number(provider.id)] },
    endpoints_connector_agent_enrollment_token: { ...token, expiring: false },
    endpoints_device_access_group: { name: "h" },
    policy_binding: {
      target: group.id ?? null,
      group: await managed.idOf("group", { name: "authentik Admins" }),
      order: 0,
    },
    provider_oauth2: await managed.oauth2({ name: "other", client_id: "other" }),
    stage_endpoints: { name: "s", connector: connector.id ?? null },
    certificate_key_pair: await keyPair(),
    flow_stage_binding: {
      target: await managed.idOf("flow", { slug: "default-provider-invalidation-flow" }),
      stage: await managed.idOf("stage", { name: "default-authentication-login" }),
      order: 7,
    },
    group: { name: "people", attributes: '{"a":[1]}', parents: [] },
    user: { username: "someone", password: "correct horse", email: "someone@example.com" },
    policy_expression: { name: "p", expression: "return True\n" },
    property_mapping_provider_scope: { name: "m", scope_name: "badge", expression: "return {}" },
  };
  expect(
    Object.keys(cases)
      .map((type) => `authentik_${type}`)
      .sort(),
  ).toEqual(Object.keys(resources).sort());

  for (const [type, config] of Object.entries(cases)) {
    const created = await managed.applied(type, config);
    const refreshed = await managed.refreshed(type, created);
    expect(managed.plan(type, config, refreshed)).toBe(refreshed);
    const changed =
      "name" in config
        ? { ...config, name: "renamed" }
        : { ...config, timeout: 7, branding_title: "x", email: "other@example.com", order: 8 };
    const updated = await managed.applied(type, changed, refreshed);
    expect(managed.plan(type, changed, updated)).toBe(updated);
    expect(await managed.destroy(type, updated)).toEqual({ state: null, diagnostics: [] });
    expect(await managed.refresh(type, updated)).toEqual({ state: null, diagnostics: [] });
  }
});

test("a create is followed by a read", async () => {
  managed.requests();

  await managed.apply("flow", FLOW);

  expect(managed.requests()).toEqual(["POST /api/v3/flows/instances/", "GET /api/v3/flows/instances/f/"]);
});

test("a new slug is the new id", async () => {
  const state = await managed.applied("flow", FLOW);

  const renamed = await managed.applied("flow", { ...FLOW, slug: "g" }, state);

  expect(renamed).toMatchObject({ id: "g", slug: "g", uuid: state.uuid });
});

test("deleting what is gone is no error", async () => {
  const state = await managed.applied("flow", FLOW);
  await managed.destroy("flow", state);

  expect(await managed.destroy("flow", state)).toEqual({ state: null, diagnostics: [] });
});

test("updating what is gone gives no state and no error, which Terraform reports", async () => {
  const state = await managed.applied("flow", FLOW);
  await managed.destroy("flow", state);

  expect(await managed.apply("flow", { ...FLOW, title: "G" }, state)).toEqual({
    state: null,
    diagnostics: [],
  });
});

test("a refused create leaves no state", async () => {
  await managed.apply("flow", FLOW);

  expect(await managed.apply("flow", FLOW)).toEqual({
    state: null,
    diagnostics: [
      {
        summary:
          "HTTP Error '400 Bad Request' during request 'POST /api/v3/flows/instances/': " +
          '"{"slug":["Flow with this slug already exists."]}"',
      },
    ],
  });
});

test("a create whose read fails leaves a state with the id", async () => {
  managed.server.fail(({ method }) => (method === "GET" ? 500 : undefined));

  const { state, diagnostics } = await managed.apply("flow", FLOW);

  expect(state).toMatchObject({ id: "f", title: "F", uuid: null });
  expect(diagnostics[0]?.summary).toMatch(/^HTTP Error '500 Internal Server Error' during request 'GET /);
});

test("a refused update leaves the planned state, as the SDK does", async () => {
  const state = await managed.applied("flow", FLOW);

  const outcome = await managed.apply("flow", { ...FLOW, slug: "not a slug" }, state);

  expect(outcome.state).toMatchObject({ id: "f", slug: "not a slug", uuid: state.uuid });
  expect(outcome.diagnostics[0]?.summary).toContain(
    'during request \'PUT /api/v3/flows/instances/f/\': "{"slug":',
  );
});

test("a wrong token is refused in the API's words", async () => {
  const stranger = connect({ url: managed.server.url, token: "wrong" });
  const flow = resources.authentik_flow;

  const { diagnostics } = await refresh(flow as NonNullable<typeof flow>, stranger, { id: "f" });

  expect(diagnostics[0]?.summary).toBe(
    "HTTP Error '403 Forbidden  (Token invalid/expired)' during request 'GET /api/v3/flows/instances/f/': " +
      '"{"detail":"Token invalid/expired"}"',
  );
});

test.each([
  ["cli", "invalid syntax"],
  ["2147483648", "value out of range"],
])("the id %s of a provider is refused before any request", async (id, reason) => {
  const { diagnostics } = await managed.refresh("provider_oauth2", { id });

  expect(diagnostics).toEqual([{ summary: `strconv.ParseInt: parsing "${id}": ${reason}` }]);
  expect(managed.requests()).toEqual([]);
});

test("the enrollment key is only in the state when asked for", async () => {
  const connector = await managed.applied("endpoints_connector_agent", { name: "c" });
  const config = { name: "t", connector: connector.id ?? null };

  const without = await managed.applied("endpoints_connector_agent_enrollment_token", config);
  const withKey = await managed.applied("endpoints_connector_agent_enrollment_token", {
    ...config,
    retrieve_key: true,
  });

  expect(without.key).toBeNull();
  expect(withKey.key).toMatch(/./);
  expect(withKey.expires_in).toBeGreaterThan(1700);
});

test("a policy's, a user's and a provider's data source", async () => {
  const provider = await managed.applied("provider_oauth2", await managed.oauth2());
  const withoutApplication = await managed.read("provider_oauth2_config", { name: "cli" });
  await managed.apply("application", { name: "a", slug: "a", protocol_provider: Number(provider.id) });

  const byName = await managed.read("provider_oauth2_config", { name: "cli" });
  const user = await managed.read("user", { username: "akadmin" });
  const stage = await managed.read("stage", { name: "default-authentication-login" });
  const nobody = await managed.read("user", { username: "nobody" });

  expect(withoutApplication.diagnostics).toEqual([{ summary: "no value given for required property jwks" }]);
  expect(byName.state).toMatchObject({
    id: provider.id,
    issuer_url: `${managed.server.url}/application/o/a/`,
  });
  expect(user.state).toMatchObject({ username: "akadmin", is_superuser: true, type: "internal" });
  expect(stage.state?.name).toBe("default-authentication-login");
  expect(nobody.diagnostics).toEqual([{ summary: "No matching users found" }]);
});
