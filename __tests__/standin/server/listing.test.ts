import { type Client, startClient } from "./client";

const LOGIN_STAGES = [
  "default-source-enrollment-login",
  "default-source-authentication-login",
  "default-authentication-login",
];

describe("lists", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.server.close());

  const slugs = async (query: string) =>
    (await client.list(`flows/instances/?${query}`)).body.results.map(({ slug }) => slug);

  test("have twenty objects a page, and a hundred at most", async () => {
    // Arrange
    const { pk } = (await client.post("core/applications/", { name: "many", slug: "many" })).body;
    client.server.seed.bindings(pk as string, 500);

    // Act
    const [byDefault, most] = await Promise.all([
      client.list(`policies/bindings/?target=${pk}`),
      client.list(`policies/bindings/?target=${pk}&page_size=1000&page=5`),
    ]);

    // Assert
    expect(byDefault.body.pagination).toEqual({
      next: 2,
      previous: 0,
      count: 500,
      current: 1,
      total_pages: 25,
      start_index: 1,
      end_index: 20,
    });
    expect(most.body.pagination).toMatchObject({ next: 0, previous: 4, start_index: 401, end_index: 500 });
    expect(most.body.results.map(({ order }) => order).slice(-2)).toEqual([498, 499]);
  });

  test.each(["0", "-1", "2.0", "many", ""])("have a hundred objects a page for the size %p", async (size) => {
    // Arrange
    const { pk } = (
      await client.post("core/applications/", { name: "m", slug: `size${size.length}${size[0]}` })
    ).body;
    client.server.seed.bindings(pk as string, 101);

    // Act
    const answer = await client.list(`policies/bindings/?target=${pk}&page_size=${size}`);

    // Assert
    expect(answer.body.pagination).toMatchObject({ count: 101, end_index: 100 });
  });

  test.each(["0", "2", "1.0", "first"])("have no page %s", async (page) => {
    // Act
    const answer = await client.get(`core/brands/?page=${page}`);

    // Assert
    expect(answer).toEqual({ status: 404, body: { detail: "Invalid page." } });
  });

  test("are searched in the objects referenced, too", async () => {
    // Arrange
    const connector = (await client.post("endpoints/agents/connectors/", { name: "Workshop" })).body;
    await client.post("endpoints/agents/enrollment_tokens/", {
      name: "t",
      connector: connector.connector_uuid,
    });

    // Act
    const [found, none] = await Promise.all([
      client.list("endpoints/agents/enrollment_tokens/?search=workshop"),
      client.list("endpoints/agents/enrollment_tokens/?search=kitchen"),
    ]);

    // Assert
    expect([found.body.results.length, none.body.results.length]).toEqual([1, 0]);
  });

  test("come in the order asked for, an unknown one being ignored", async () => {
    // Act
    const [ascending, descending, unknown] = await Promise.all(
      ["slug", "-slug", "colour"].map((ordering) => slugs(`ordering=${ordering}`)),
    );

    // Assert
    expect(descending).toEqual([...(ascending ?? [])].reverse());
    expect(unknown).toEqual(ascending);
  });

  test("are narrowed by several parameters and words at once, whatever the case", async () => {
    // Act
    const found = await slugs("designation=authorization&search=PROVIDER%20implicit");

    // Assert
    expect(found).toEqual(["default-provider-authorization-implicit-consent"]);
  });

  test.each([
    [
      "flows/instances/?designation=x",
      { designation: ["Select a valid choice. x is not one of the available choices."] },
    ],
    ["flows/instances/?flow_uuid=x", { flow_uuid: ["Enter a valid UUID."] }],
    [
      "policies/bindings/?target=00000000-0000-0000-0000-000000000000",
      { target: ["Select a valid choice. That choice is not one of the available choices."] },
    ],
    ["policies/bindings/?order=x", { order: ["Enter a number."] }],
    ["policies/bindings/?target_in=x", { target_in: ["“x” is not a valid UUID."] }],
    ["core/brands/?flow_recovery=x", { flow_recovery: ["“x” is not a valid UUID."] }],
    [
      "core/groups/?members_by_pk=999",
      { members_by_pk: ["Select a valid choice. 999 is not one of the available choices."] },
    ],
    ["core/groups/?members_by_pk=x", { members_by_pk: ["“x” is not a valid value."] }],
    [
      "core/users/?groups_by_name=none",
      { groups_by_name: ["Select a valid choice. none is not one of the available choices."] },
    ],
    ["core/users/?type=x", { type: ["Select a valid choice. x is not one of the available choices."] }],
    ["core/users/?last_login__lt=x", { last_login__lt: ["Enter a valid date/time."] }],
    ["core/users/?attributes=x", ["filter: failed to parse JSON"]],
    ["core/groups/?attributes=[]", ["filter: value must be key:value mapping"]],
    [
      "events/events/?actions=x",
      { actions: ["Select a valid choice. x is not one of the available choices."] },
    ],
    ["flows/bindings/?policies=x", { policies: ["“x” is not a valid UUID."] }],
    ["core/brands/?search=%00", ["Null characters are not allowed."]],
    ["core/brands/?client_certificates=x", { client_certificates: ["“x” is not a valid UUID."] }],
  ])("refuse %s", async (path, body) => {
    // Act
    const answer = await client.get(path);

    // Assert
    expect(answer).toEqual({ status: 400, body });
  });

  test.each([
    ["core/users/?is_superuser=true", ["akadmin"]],
    ["core/users/?is_superuser=false&type=internal", []],
    ["core/users/?type=internal&type=external", ["akadmin"]],
    ["core/users/?groups_by_name=authentik%20Admins", ["akadmin"]],
    ["core/users/?last_login__isnull=true&type=internal", ["akadmin"]],
    ["core/users/?date_joined__gt=2020-01-01&type=internal", ["akadmin"]],
    ["core/users/?date_joined__lt=2020-01-01", []],
    ["core/users/?username=%20akadmin%20", ["akadmin"]],
    ["core/users/?username=%20&type=internal&email=root@example.com", ["akadmin"]],
    ['core/users/?attributes={"none":1}', []],
    ["core/groups/?members_by_username=akadmin", ["authentik Admins"]],
    ["core/groups/?search=%22authentik%20Admins%22", ["authentik Admins"]],
    ["core/groups/?search=authentik,admins", ["authentik Admins"]],
    ["core/groups/?search=authentik&ordering=%20-name,colour", ["authentik Read-only", "authentik Admins"]],
    ["policies/all/?bindings__isnull=1&search=oobe", []],
    [
      "policies/all/?promptstage__isnull=False",
      ["default-password-change-password-policy", "default-user-settings-authorization"],
    ],
    ["providers/all/?backchannel=true", []],
    ["stages/all/?search=login&ordering=-name", LOGIN_STAGES],
  ])("by %s", async (path, expected) => {
    // Act
    const { results } = (await client.list(path)).body;

    // Assert
    expect(results.map(({ username, name }) => username ?? name)).toEqual(expected);
  });

  test("by a moment put a whole second before its fractions", async () => {
    // Arrange
    for (const [username, last_login] of [
      ["second", "2030-01-01T00:00:00.5Z"],
      ["first", "2030-01-01T00:00:00Z"],
    ])
      await client.post("core/users/", { username, name: "moment", last_login });

    // Act
    const { results } = (await client.list("core/users/?name=moment&ordering=last_login")).body;

    // Assert
    expect(results.map(({ username }) => username)).toEqual(["first", "second"]);
  });

  test("of applications leave out those without an address, and are made for another user", async () => {
    // Arrange
    const closed = (await client.post("core/applications/", { name: "closed", slug: "closed" })).body.pk;
    await client.post("core/applications/", {
      name: "l",
      slug: "l",
      meta_launch_url: "https://l.example.com",
    });
    await client.post("policies/bindings/", { target: closed, user: 4, order: 0 });
    const listed = async (query: string) =>
      (await client.list(`core/applications/?search=l&page_size=100&${query}`)).body.results.map(
        ({ slug }) => slug,
      );

    // Act
    const [launchable, another, nobody, nonsense] = [
      await listed("only_with_launch_url=true"),
      await listed("for_user=4&ordering=slug"),
      await client.get("core/applications/?for_user=999"),
      await client.get("core/applications/?for_user=x"),
    ];

    // Assert
    expect(launchable).toEqual(["l"]);
    expect(another).toEqual(["closed", "l"]);
    expect(nobody).toEqual({ status: 400, body: { for_user: "User not found" } });
    expect(nonsense).toEqual({ status: 400, body: ["Invalid input."] });
  });

  test("ignore spellings of true their filter does not know", async () => {
    // Arrange
    const { pk } = (await client.post("core/applications/", { name: "t", slug: "truth" })).body;
    await client.post("policies/bindings/", { target: pk, user: 3, order: 0, enabled: false });

    // Act
    const counts = await Promise.all(
      ["true", "1", "false", "0"].map(
        async (enabled) =>
          (await client.list(`policies/bindings/?target=${pk}&enabled=${enabled}`)).body.results.length,
      ),
    );

    // Assert
    expect(counts).toEqual([0, 1, 1, 1]);
  });

  test.each(['username = "akadmin"', "(type in (internal))", "attributes.a ~ b"])(
    "fail loudly when searched in the query language: %s",
    async (search) => {
      // Act
      const answer = await client.get(`core/users/?search=${encodeURIComponent(search)}`);

      // Assert
      expect(answer).toEqual({
        status: 501,
        body: {
          detail: `the authentik stand-in does not search in the query language (${search}); use a real authentik or plain words`,
        },
      });
    },
  );

  test("ignore parameters nobody knows and empty ones", async () => {
    // Act
    const found = await slugs("colour=red&slug=&designation=authorization");

    // Assert
    expect(found).toHaveLength(2);
  });

  test("of policy bindings take the id a flow has for bindings", async () => {
    // Arrange
    const { policies, ...flow } = (await client.get("flows/instances/default-source-enrollment/")).body;

    // Act
    const [byBindingId, byPk] = await Promise.all([
      client.list(`policies/bindings/?target=${flow.policybindingmodel_ptr_id}`),
      client.get(`policies/bindings/?target=${flow.pk}`),
    ]);

    // Assert
    expect(byBindingId.body.results).toMatchObject([{ target: flow.pk, policy: (policies as string[])[0] }]);
    expect(byPk.status).toBe(400);
  });
});
