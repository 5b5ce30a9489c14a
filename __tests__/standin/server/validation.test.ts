import { type Client, startClient } from "./client";

describe("validation", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.server.close());

  const flow = { name: "n", slug: "s", title: "t", designation: "authorization" };

  test.each([
    ["a number for text is text", { ...flow, slug: "number", title: 7 }, 201, {}],
    ["null", { ...flow, title: null }, 400, { title: ["This field may not be null."] }],
    ["blank after trimming", { ...flow, title: "  " }, 400, { title: ["This field may not be blank."] }],
    ["an object for text", { ...flow, title: {} }, 400, { title: ["Not a valid string."] }],
    [
      "a word for a boolean",
      { ...flow, compatibility_mode: "maybe" },
      400,
      { compatibility_mode: ["Must be a valid boolean."] },
    ],
    ["a list", [flow], 400, { non_field_errors: ["Invalid data. Expected a dictionary."] }],
    ["nothing at all", null, 400, { non_field_errors: ["No data provided"] }],
    ["a null character", { ...flow, title: "a\0b" }, 400, { title: ["Null characters are not allowed."] }],
    [
      "a list for a boolean",
      { ...flow, compatibility_mode: ["true"] },
      400,
      { compatibility_mode: ["Must be a valid boolean."] },
    ],
    ["no choice", { ...flow, layout: "round" }, 400, { layout: ['"round" is not a valid choice.'] }],
    [
      "a background that is no file's name",
      { ...flow, background: "my picture.png" },
      400,
      {
        background: [
          "File name can only contain letters (a-z, A-Z), numbers (0-9), dots (.), hyphens (-), underscores (_), and forward slashes (/)",
        ],
      },
    ],
    [
      "a background outside the files",
      { ...flow, background: "a/../../b.png" },
      400,
      { background: ["Parent directory references ('..') are not allowed"] },
    ],
  ])("of a flow: %s", async (_what, body, status, expected) => {
    // Act
    const answer = await client.post("flows/instances/", body);

    // Assert
    expect(answer).toMatchObject({ status, body: expected });
  });

  test.each([
    ["no uuid", { flow_recovery: "x" }, { flow_recovery: ["“x” is not a valid UUID."] }],
    ["a number", { flow_recovery: 7 }, { flow_recovery: ["“7” is not a valid UUID."] }],
    [
      "an unknown object",
      { flow_recovery: "00000000-0000-0000-0000-000000000000" },
      { flow_recovery: ['Invalid pk "00000000-0000-0000-0000-000000000000" - object does not exist.'] },
    ],
    ["no list", { client_certificates: "x" }, { client_certificates: ["Expected a list of items."] }],
    [
      "no object",
      { attributes: [] },
      { attributes: ["Value must be a dictionary, and not have any duplicate keys."] },
    ],
  ])("of a brand's references: %s", async (_what, body, expected) => {
    // Arrange
    const brand = await client.only("core/brands/", "brand_uuid");

    // Act
    const answer = await client.patch(`core/brands/${brand}/`, body);

    // Assert
    expect(answer).toEqual({ status: 400, body: expected });
  });

  test("takes an empty reference for none, which some may not be", async () => {
    // Arrange
    const brand = await client.only("core/brands/", "brand_uuid");

    // Act
    const optional = await client.patch(`core/brands/${brand}/`, { flow_recovery: "" });
    const required = await client.post("policies/bindings/", { target: "", order: 0 });

    // Assert
    expect(optional).toMatchObject({ status: 200, body: { flow_recovery: null } });
    expect(required).toEqual({ status: 400, body: { target: ["This field may not be null."] } });
  });

  test.each([
    ["2030-01-01", "2030-01-01T00:00:00Z"],
    ["2030-01-01 10:00", "2030-01-01T10:00:00Z"],
    ["2030-01-01T00:00:00.123456Z", "2030-01-01T00:00:00.123456Z"],
    ["2030-01-01T00:00:00.5+0200", "2029-12-31T22:00:00.500000Z"],
  ])("takes the moment %s for %s", async (given, expected) => {
    // Arrange
    const { pk } = (await client.post("core/users/", { username: given, name: "" })).body;

    // Act
    const answer = await client.patch(`core/users/${pk}/`, { last_login: given });

    // Assert
    expect(answer.body.last_login).toBe(expected);
  });

  test.each(["2030-02-30T00:00:00Z", "2030-01-01T25:00:00Z", "tomorrow", ""])(
    "does not take %p for a moment",
    async (given) => {
      // Act
      const answer = await client.patch("core/users/3/", { last_login: given });

      // Assert
      expect(answer).toEqual({
        status: 400,
        body: {
          last_login: [
            "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
          ],
        },
      });
    },
  );

  test.each([
    ["https://%(username)s.example.com/x", true],
    ["blank://blank", true],
    ["http://host:8000", true],
    ["ssh://host", false],
    ["//host", false],
    ["https://", false],
    ["https://a b", false],
  ])("of the launch URL %s: %p", async (meta_launch_url, valid) => {
    // Act
    const answer = await client.post("core/applications/", { name: "", slug: "bad slug", meta_launch_url });

    // Assert
    expect(answer.body.meta_launch_url).toEqual(valid ? undefined : ["Enter a valid URL."]);
  });

  test.each([
    ["hours=1;fortnights=2", 201],
    ["HOURS=1", 201],
    ["fortnights=2", 400],
    ["hours", 400],
    ["hours=x", 400],
  ])("of the duration %s answers %d", async (duration, status) => {
    // Act
    const answer = await client.post("endpoints/agents/connectors/", {
      name: "c",
      refresh_interval: duration,
    });

    // Assert
    expect(answer.status).toBe(status);
  });

  test("reports every field at once, in the order of the API", async () => {
    // Act
    const answer = await client.post("endpoints/agents/connectors/", {
      nss_gid_offset: 2147483648,
      nss_uid_offset: "many",
      name: "",
    });

    // Assert
    expect(Object.entries(answer.body)).toEqual([
      ["name", ["This field may not be blank."]],
      ["nss_uid_offset", ["A valid integer is required."]],
      ["nss_gid_offset", ["Ensure this value is less than or equal to 2147483647."]],
    ]);
  });

  test("names what is wrong with each redirect URI", async () => {
    // Act
    const answer = await client.post("providers/oauth2/", {
      redirect_uris: [{ matching_mode: "strict", url: "https://x" }, { matching_mode: "glob" }],
    });

    // Assert
    expect(answer.body.redirect_uris).toEqual([
      {},
      { matching_mode: ['"glob" is not a valid choice.'], url: ["This field is required."] },
    ]);
  });

  test.each([
    [["x"], [{ non_field_errors: ["Invalid data. Expected a dictionary."] }]],
    [[{ matching_mode: "regex", url: "(" }], ["Invalid Regex Pattern: ("]],
    [[{ matching_mode: "regex", url: "(?P<any>.*)" }], undefined],
  ])("of the redirect URIs %j, along with what else is wrong", async (redirect_uris, complaint) => {
    // Act
    const answer = await client.post("providers/oauth2/", { redirect_uris, name: "", grant_types: [null] });

    // Assert
    expect(answer.body).toEqual({
      name: ["This field may not be blank."],
      authorization_flow: ["This field is required."],
      invalidation_flow: ["This field is required."],
      grant_types: { 0: ["This field may not be null."] },
      ...(complaint ? { redirect_uris: complaint } : {}),
    });
  });

  test("keeps a redirect URI's type that is not given", async () => {
    // Arrange
    const provider = {
      name: "redirected",
      authorization_flow: await client.only(
        "flows/instances/?slug=default-provider-authorization-implicit-consent",
      ),
      invalidation_flow: await client.only("flows/instances/?slug=default-provider-invalidation-flow"),
      redirect_uris: [{ matching_mode: "strict", url: "https://app.example.com/callback" }],
    };

    // Act
    const answer = await client.post("providers/oauth2/", provider);

    // Assert
    expect(answer.body.redirect_uris).toEqual([
      {
        matching_mode: "strict",
        url: "https://app.example.com/callback",
        redirect_uri_type: "authorization",
      },
    ]);
  });

  test.each(["application/x-www-form-urlencoded", "text/plain"])(
    "refuses a body of type %s",
    async (type) => {
      // Act
      const response = await fetch(`${client.server.url}/api/v3/core/brands/`, {
        method: "POST",
        headers: { authorization: `Bearer ${client.server.token}`, "content-type": type },
        body: "domain=example.com",
      });

      // Assert
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({ detail: `Unsupported media type "${type}" in request.` });
    },
  );

  test("refuses a body that is no JSON", async () => {
    // Act
    const response = await fetch(`${client.server.url}/api/v3/core/brands/`, {
      method: "POST",
      headers: { authorization: `Bearer ${client.server.token}`, "content-type": "application/json" },
      body: "{",
    });

    // Assert
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ detail: expect.stringMatching(/^JSON parse error - /) });
  });

  test("looks at a body only once it knows who sent it, and only where one is expected", async () => {
    // Arrange
    const url = `${client.server.url}/api/v3/core/brands/`;
    const headers = { authorization: "Bearer wrong", "content-type": "application/json" };
    const authorized = { authorization: `Bearer ${client.server.token}`, "content-type": "text/plain" };

    // Act
    const unknown = await fetch(url, { method: "POST", headers, body: "{" });
    const notAllowed = await fetch(url, { method: "DELETE", headers: authorized, body: "{" });

    // Assert
    expect([unknown.status, notAllowed.status]).toEqual([403, 405]);
  });

  test("refuses a flow binding that is never evaluated", async () => {
    // Arrange
    const target = await client.only("flows/instances/?slug=default-user-settings-flow");
    const stage = await client.only("stages/all/?name=default-password-change-write");

    // Act
    const answer = await client.post("flows/bindings/", {
      target,
      stage,
      order: 9,
      re_evaluate_policies: false,
    });

    // Assert
    expect(answer).toEqual({
      status: 400,
      body: { non_field_errors: ["Either evaluation on plan or evaluation on run must be enabled"] },
    });
  });

  test.each([
    ["path", "/people", "No leading or trailing slashes allowed."],
    ["path", "a//b", "No empty segments in user path allowed."],
    ["type", "internal_service_account", "Setting a user to internal service account is not allowed."],
    ["type", "robot", '"robot" is not a valid choice.'],
    ["email", "nobody", "Enter a valid email address."],
    ["email", "nobody@nowhere", "Enter a valid email address."],
    ["username", "x".repeat(151), "Ensure this field has no more than 150 characters."],
  ])("refuses a user whose %s is %s", async (name, value, complaint) => {
    // Act
    const answer = await client.post("core/users/", { username: "u", name: "", [name]: value });

    // Assert
    expect(answer).toEqual({ status: 400, body: { [name]: [complaint] } });
  });

  test("lets nobody change an outpost's own account", async () => {
    // Arrange
    const pk = await client.only("core/users/?type=internal_service_account");

    // Act
    const [type, name] = await Promise.all([
      client.patch(`core/users/${pk}/`, { type: "internal" }),
      client.patch(`core/users/${pk}/`, { name: "mine" }),
    ]);

    // Assert
    expect(type.body).toEqual({ type: ["Can't change internal service account to other user type."] });
    expect(name).toEqual({
      status: 400,
      body: { non_field_errors: ["Can't modify internal service account users"] },
    });
  });

  test.each([
    ["x", "“x” is not a valid UUID."],
    [7, "“7” is not a valid UUID."],
    [null, "This field may not be null."],
  ])("binds nothing to %p", async (target, complaint) => {
    // Act
    const answer = await client.post("policies/bindings/", { target, user: 3, order: 0 });

    // Assert
    expect(answer).toEqual({ status: 400, body: { target: [complaint] } });
  });

  test.each([
    [{}, 400, { pk: ["This field is required."] }],
    [{ pk: "akadmin" }, 400, { pk: ["A valid integer is required."] }],
    [{ pk: 999 }, 404, { detail: "Not found." }],
  ])("adds %j to no group", async (body, status, expected) => {
    // Arrange
    const group = await client.only("core/groups/?name=authentik%20Admins");

    // Act
    const answer = await client.post(`core/groups/${group}/add_user/`, body);

    // Assert
    expect(answer).toEqual({ status, body: expected });
  });

  test("refuses an application slug that hides an OAuth endpoint", async () => {
    // Act
    const answer = await client.post("core/applications/", { name: "x", slug: "device" });

    // Assert
    expect(answer.body).toEqual({
      slug: ["The slug 'device' is reserved and cannot be used for applications."],
    });
  });

  test.each([
    ["PATCH", "stages/all/", 405, { detail: 'Method "PATCH" not allowed.' }],
    ["POST", "policies/all/", 405, { detail: 'Method "POST" not allowed.' }],
    ["POST", "root/config/", 405, { detail: 'Method "POST" not allowed.' }],
    ["PUT", "core/users/me/", 405, { detail: 'Method "PUT" not allowed.' }],
    ["GET", "core/users/-3/", 404, { detail: "No User matches the given query." }],
    ["GET", "core/brands/no-uuid/", 404, { detail: "Not found." }],
    ["GET", "providers/oauth2/none/", 404, { detail: "Not found." }],
  ])("%s %s answers %d", async (method, path, status, body) => {
    // Act
    const answer = await client.call(method, path);

    // Assert
    expect(answer).toEqual({ status, body });
  });
});
