import { selfSigned } from "../../../standin/server/install/certificate";
import { Managed } from "./managed";

let managed: Managed;

beforeEach(async () => {
  managed = await Managed.start();
});

afterEach(() => managed.server.close());

test.each(["enabled", "auth_terminate_session_on_expiry", "challenge_trigger_check_in"])(
  "trap 1: an explicit false of %s is dropped, for ever",
  async (name) => {
    const state = await managed.applied("endpoints_connector_agent", { name: "c" });

    const off = await managed.applied("endpoints_connector_agent", { name: "c", [name]: false }, state);
    const again = managed.plan("endpoints_connector_agent", { name: "c", [name]: false }, off);

    expect(managed.lastBody("PUT")).not.toHaveProperty(name);
    expect(off[name]).toBe(true);
    expect(again[name]).toBe(false);
  },
);

test.each(["group", "meta_description", "meta_publisher", "meta_launch_url"])(
  "trap 2: an application's %s that someone filled in stays, for ever",
  async (name) => {
    const config = { name: "a", slug: "a" };
    const state = await managed.applied("application", config);
    await managed.applied("application", { ...config, [name]: "https://x.example" }, state);
    const drifted = await managed.refreshed("application", state);

    const repaired = await managed.applied("application", config, drifted);

    expect(managed.plan("application", config, drifted)[name]).toBeNull();
    expect(managed.lastBody("PUT")).not.toHaveProperty(name);
    expect(repaired).toEqual(drifted);
    expect(repaired[name]).toBe("https://x.example");
  },
);

test("trap 2: a zero is dropped, too", async () => {
  const state = await managed.applied("endpoints_connector_agent", { name: "c" });

  await managed.apply("endpoints_connector_agent", { name: "c", nss_uid_offset: 0 }, state);

  expect(managed.lastBody("PUT")).not.toHaveProperty("nss_uid_offset");
});

test("trap 3: the provider's defaults are not the server's", async () => {
  const connector = await managed.applied("endpoints_connector_agent", { name: "c" });
  const provider = await managed.applied("provider_oauth2", await managed.oauth2());

  expect(connector).toMatchObject({
    auth_terminate_session_on_expiry: true,
    nss_uid_offset: 2000,
    nss_gid_offset: 4000,
    challenge_idle_timeout: "seconds=3",
    challenge_trigger_check_in: true,
  });
  expect(provider).toMatchObject({ access_token_validity: "minutes=10" });
});

test("trap 4: grant types that are not configured are not sent, and their drift is not seen", async () => {
  const config = await managed.oauth2();
  const state = await managed.applied("provider_oauth2", config);
  expect(managed.lastBody("POST")).not.toHaveProperty("grant_types");
  await managed.applied("provider_oauth2", { ...config, grant_types: ["implicit"] }, state);

  const drifted = await managed.refreshed("provider_oauth2", state);

  expect(drifted.grant_types).toEqual(["implicit"]);
  expect(managed.plan("provider_oauth2", config, drifted)).toBe(drifted);
});

test("trap 4: a server from before grant types has none", async () => {
  const old = await Managed.start({ version: "2025.12.4" });
  const config = await old.oauth2();

  const state = await old.applied("provider_oauth2", config);

  expect(state.grant_types).toEqual([]);
  expect(old.plan("provider_oauth2", config, state)).toBe(state);
  await old.server.close();
});

test("trap 5: the private key and the certificate are fetched unless told otherwise", async () => {
  const name = "authentik Self-signed Certificate";
  const careless = await managed.read("certificate_key_pair", { name });
  const careful = await managed.read("certificate_key_pair", {
    name,
    fetch_key: false,
    fetch_certificate: false,
  });

  expect(careless.state?.key_data).toMatch(/^-----BEGIN .*PRIVATE KEY-----/);
  expect(careless.state?.certificate_data).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(careful.state).toMatchObject({ key_data: null, certificate_data: null });
});

test("trap 6: scopes come in one request, in the server's order", async () => {
  const scope = (name: string) => `goauthentik.io/providers/oauth2/scope-${name}`;
  const ids = async (...names: string[]) =>
    (await managed.read("property_mapping_provider_scope", { managed_list: names.map(scope) })).state?.ids;

  managed.requests();
  const some = await ids("openid", "email", "profile");

  expect(managed.requests()).toEqual(["GET /api/v3/propertymappings/provider/scope/"]);
  expect(some).toHaveLength(3);
  expect(await ids("profile", "openid", "email")).toEqual(some);
});

test("trap 6: a scope the server does not have is a 400 that does not say which of ours it was", async () => {
  const { diagnostics } = await managed.read("property_mapping_provider_scope", {
    managed_list: ["missing"],
  });

  expect(diagnostics).toEqual([
    {
      summary:
        "HTTP Error '400 Bad Request' during request 'GET /api/v3/propertymappings/provider/scope/': " +
        '"{"managed":["Select a valid choice. missing is not one of the available choices."]}"',
    },
  ]);
});

test("trap 7: a group's members are read unless told otherwise", async () => {
  const name = "authentik Admins";
  const careless = await managed.read("group", { name });
  const careful = await managed.read("group", { name, include_users: false });

  expect(careless.state?.users_obj).toEqual([expect.objectContaining({ username: "akadmin" })]);
  expect(careful.state?.users_obj).toEqual([]);
});

test("trap 8: a brand whose domain changed makes the data source fail", async () => {
  const brand = { id: await managed.idOf("brand", { domain: "authentik-default" }) };
  await managed.apply("brand", { domain: "moved.example", default: true }, brand);

  const { diagnostics } = await managed.read("brand", { domain: "authentik-default" });

  expect(diagnostics).toEqual([{ summary: "No matching brands found" }]);
});

test("trap 9: a redirect URI without a type is never equal to what the server makes of it", async () => {
  const uri = { matching_mode: "strict", url: "https://x.example" };
  const config = await managed.oauth2({ allowed_redirect_uris: [uri] });

  const state = await managed.applied("provider_oauth2", config);
  const again = managed.plan("provider_oauth2", config, state);

  expect(state.allowed_redirect_uris).toEqual([{ ...uri, redirect_uri_type: "authorization" }]);
  expect(again.allowed_redirect_uris).toEqual([uri]);
});

test("trap 10: a public client's secret is in the state", async () => {
  const state = await managed.applied("provider_oauth2", await managed.oauth2({ client_type: "public" }));

  expect(state.client_secret).toMatch(/^\w{64,}$/);
});

test("trap 11: an expression's last newline is no difference, all other white space is", async () => {
  const config = { name: "p", expression: "return True\n" };

  const state = await managed.applied("policy_expression", config);

  expect(state.expression).toBe("return True");
  expect(managed.plan("policy_expression", config, state)).toBe(state);
  const spaced = { ...config, expression: "return True\n\n" };
  expect(managed.plan("policy_expression", spaced, state).expression).toBe("return True\n\n");
});

test("trap 12: a key pair's private key is read into the state, and a plan goes on where it may not be", async () => {
  const { certificate, privateKey } = await selfSigned("own");
  const config = { name: "own", certificate_data: certificate, key_data: privateKey };
  const state = await managed.applied("certificate_key_pair", config);
  managed.server.fail(({ path }) => (path.endsWith("/view_private_key/") ? 403 : undefined));

  const refreshed = await managed.refreshed("certificate_key_pair", state);

  expect(state.key_data).toBe(privateKey);
  expect(refreshed).toEqual(state);
});
