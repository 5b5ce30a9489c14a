import { type Client, setUpDeviceLogin, startClient } from "./client";

describe("objects that reference others", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  test("forget a deleted flow, or go with it when they cannot be without", async () => {
    // Arrange
    const { brand, provider, application } = await setUpDeviceLogin(client);

    // Act
    await client.delete("flows/instances/device/");
    await client.delete("flows/instances/default-provider-authorization-implicit-consent/");

    // Assert
    expect((await client.get(`core/brands/${brand}/`)).body.flow_device_code).toBeNull();
    expect((await client.get(`providers/oauth2/${provider}/`)).status).toBe(404);
    expect((await client.get("core/applications/cli/")).body).toMatchObject({
      pk: application,
      provider: null,
    });
  });

  test("go with a deleted connector, its device access group remaining", async () => {
    // Arrange
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    const token = (
      await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector, device_group: group })
    ).body;
    const stage = (await client.post("stages/endpoints/", { name: "s", connector })).body;

    // Act
    const answer = await client.delete(`endpoints/agents/connectors/${connector}/`);

    // Assert
    expect(answer.status).toBe(204);
    expect((await client.get(`endpoints/agents/enrollment_tokens/${token.token_uuid}/`)).status).toBe(404);
    expect((await client.get(`stages/endpoints/${stage.pk}/`)).status).toBe(404);
    expect((await client.get(`endpoints/device_access_groups/${group}/`)).status).toBe(200);
  });

  test("a deleted device access group leaves its tokens without one and takes its bindings along", async () => {
    // Arrange
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    const token = (
      await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector, device_group: group })
    ).body;
    const binding = (await client.post("policies/bindings/", { target: group, user: 3, order: 0 })).body;

    // Act
    await client.delete(`endpoints/device_access_groups/${group}/`);

    // Assert
    expect((await client.get(`endpoints/agents/enrollment_tokens/${token.token_uuid}/`)).body).toMatchObject({
      device_group: null,
      device_group_obj: null,
    });
    expect((await client.get(`policies/bindings/${binding.pk}/`)).status).toBe(404);
  });

  test("a deleted certificate leaves providers without a signing key and takes along connectors it challenges for", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const certificate = await client.only("crypto/certificatekeypairs/");
    const connector = (
      await client.post("endpoints/agents/connectors/", { name: "c", challenge_key: certificate })
    ).body;

    // Act
    await client.delete(`crypto/certificatekeypairs/${certificate}/`);

    // Assert
    expect((await client.get(`providers/oauth2/${provider}/`)).body.signing_key).toBeNull();
    expect((await client.get(`endpoints/agents/connectors/${connector.connector_uuid}/`)).status).toBe(404);
  });

  test("what a PUT leaves out of a user's groups, a group's members and a binding's policy is gone", async () => {
    // Arrange
    const group = (await client.post("core/groups/", { name: "g", users: [3] })).body.pk;
    const user = (await client.post("core/users/", { username: "u", name: "", groups: [group] })).body.pk;
    const target = (await client.post("core/applications/", { name: "a", slug: "a" })).body.pk;
    const policy = client.server.seed.policy("p", true);
    const binding = (await client.post("policies/bindings/", { target, policy, order: 0 })).body.pk;

    // Act
    const patched = await client.patch(`core/users/${user}/`, { name: "U" });
    const putUser = await client.put(`core/users/${user}/`, { username: "u", name: "U" });
    const putGroup = await client.put(`core/groups/${group}/`, { name: "g" });
    const putBinding = await client.put(`policies/bindings/${binding}/`, { target, group, order: 0 });

    // Assert
    expect([patched.body.groups, putUser.body.groups]).toEqual([[group], []]);
    expect(putGroup.body.users).toEqual([]);
    expect(putBinding.body).toMatchObject({ policy: null, group });
  });

  test("an application's launch URL is its own, else where its provider redirects to, filled in for the caller", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client, {
      redirect_uris: [{ matching_mode: "strict", url: "https://app.example.com/callback?a=b" }],
    });
    const launchUrl = async (meta_launch_url: string) =>
      (await client.patch("core/applications/cli/", { meta_launch_url })).body.launch_url;

    // Act
    const urls = [
      await launchUrl(""),
      await launchUrl("https://%(username)s.example.com/%(type)s"),
      await launchUrl("https://x/%(unknown)s"),
      await launchUrl("https://x/a%20b?user=%(username)s"),
    ];
    await client.patch(`providers/oauth2/${provider}/`, { redirect_uris: [] });

    // Assert
    expect(urls).toEqual([
      "https://app.example.com?a=b",
      "https://akadmin.example.com/internal",
      "https://x/%(unknown)s",
      "https://x/a%20b?user=%(username)s",
    ]);
    expect(await launchUrl("")).toBeNull();
  });

  test("a policy binding tells what its policy is", async () => {
    // Arrange
    const target = (await client.post("core/applications/", { name: "a", slug: "a" })).body.pk;
    const policy = await client.only("policies/all/?search=oobe-prefill");

    // Act
    const { pk, policy_obj: written } = (
      await client.post("policies/bindings/", { target, policy, order: 0 })
    ).body;

    // Assert
    expect(written).toMatchObject({
      meta_model_name: "authentik_policies_expression.expressionpolicy",
      bound_to: 2,
      expression: "return True",
    });
    expect((await client.get(`policies/bindings/${pk}/`)).body.policy_obj).toEqual(written);
  });

  test("lists of references come in the order the server has the objects, without repeats", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const { property_mappings: before } = (await client.get(`providers/oauth2/${provider}/`)).body;
    const [first, second] = before as string[];

    // Act
    const answer = await client.patch(`providers/oauth2/${provider}/`, {
      property_mappings: [second, first, second],
    });

    // Assert
    expect(answer.body.property_mappings).toEqual([first, second]);
  });
});
