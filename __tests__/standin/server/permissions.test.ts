import { type Client, startClient } from "./client";

const NOT_ALLOWED = { status: 403, body: { detail: "You do not have permission to perform this action." } };

describe("who may do what", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.server.close());

  test("a user without rights may only see themselves, the version and the applications open to them", async () => {
    // Arrange
    const visitor = client.as(client.server.seed.user("visitor").token);
    await client.post("core/applications/", { name: "open", slug: "open" });
    const closed = (await client.post("core/applications/", { name: "closed", slug: "closed" })).body;
    await client.post("policies/bindings/", { target: closed.pk, user: 3, order: 0 });

    // Act
    const [brands, creation, me, version, applications] = await Promise.all([
      visitor.get("core/brands/"),
      visitor.post("core/brands/", {}),
      visitor.get("core/users/me/"),
      visitor.get("admin/version/"),
      visitor.list("core/applications/?superuser_full_list=true"),
    ]);

    // Assert
    expect(brands).toEqual(NOT_ALLOWED);
    expect(creation).toEqual(NOT_ALLOWED);
    expect(me.body.user).toMatchObject({ username: "visitor", is_superuser: false, system_permissions: [] });
    expect(version.body.version_current).toBe("2026.8.6");
    expect(applications.body.results.map(({ slug }) => slug)).toEqual(["open"]);
  });

  test("a member of a group with every right has them, and loses them with the membership", async () => {
    // Arrange
    const { pk, token } = client.server.seed.user("helper", ["authentik Admins"]);
    const helper = client.as(token);
    const admins = await client.only("core/groups/?name=authentik%20Admins");
    const before = await helper.get("core/brands/");

    // Act
    await client.post(`core/groups/${admins}/remove_user/`, { pk });

    // Assert
    expect(before.status).toBe(200);
    expect(await helper.get("core/brands/")).toEqual(NOT_ALLOWED);
  });

  test("a member of the read-only group sees every object and no secret, and changes nothing", async () => {
    // Arrange
    const reader = client.as(client.server.seed.user("reader", ["authentik Read-only"]).token);
    const brand = await client.only("core/brands/?default=true", "brand_uuid");
    const certificate = await client.only("crypto/certificatekeypairs/");

    // Act
    const seen = await Promise.all([
      reader.get("core/brands/"),
      reader.get(`core/brands/${brand}/`),
      reader.get("events/events/"),
    ]);
    const refused = await Promise.all([
      reader.post("core/brands/", {}),
      reader.patch(`core/brands/${brand}/`, {}),
      reader.delete(`core/brands/${brand}/`),
      reader.get(`crypto/certificatekeypairs/${certificate}/view_private_key/`),
    ]);

    // Assert
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(refused).toEqual([NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]);
  });

  test("anybody may know the brand of the host they ask, the default one's of others", async () => {
    // Arrange
    const flow = (await client.get("flows/instances/default-user-settings-flow/")).body.pk;
    const brands = [];
    for (const domain of ["0.1", "0.0.1", "27.0.0.1", "0.0.1.example.com"])
      brands.push(
        (
          await client.post("core/brands/", {
            domain: `${domain}:${new URL(client.server.url).port}`,
            branding_title: domain,
            flow_device_code: flow,
          })
        ).body.brand_uuid,
      );

    // Act
    const response = await fetch(`${client.server.url}/api/v3/core/brands/current/`);
    for (const brand of brands) await client.delete(`core/brands/${brand}/`);

    // Assert
    expect(await response.json()).toEqual({
      matched_domain: `0.0.1:${new URL(client.server.url).port}`,
      branding_title: "0.0.1",
      branding_logo: "/static/dist/assets/icons/icon_left_brand.svg",
      branding_logo_themed_urls: null,
      branding_favicon: "/static/dist/assets/icons/icon.png",
      branding_favicon_themed_urls: null,
      branding_custom_css: "",
      branding_map_tiles: "",
      ui_footer_links: [],
      ui_theme: "automatic",
      flow_device_code: "default-user-settings-flow",
      default_locale: "",
      flags: { flows_continuous_login: false, flows_refresh_others: false },
    });
  });

  test("a host no brand is for, without a default one, has a brand as new", async () => {
    // Arrange
    const brand = await client.only("core/brands/?default=true", "brand_uuid");
    await client.patch(`core/brands/${brand}/`, { default: false });

    // Act
    const current = (await client.get("core/brands/current/")).body;
    await client.patch(`core/brands/${brand}/`, { default: true });

    // Assert
    expect(current).toMatchObject({ matched_domain: "fallback", branding_title: "authentik" });
    expect(current).not.toHaveProperty("flow_authentication");
  });

  test("the configuration is everybody's, but not with a wrong token", async () => {
    // Act
    const anonymous = await fetch(`${client.server.url}/api/v3/root/config/`);
    const wrong = await client.as("wrong").get("root/config/");

    // Assert
    expect(anonymous.status).toBe(200);
    expect(wrong).toEqual({ status: 403, body: { detail: "Token invalid/expired" } });
  });

  test("a user's password is set, and the paths users are in are told", async () => {
    // Arrange
    const { pk } = (await client.post("core/users/", { username: "p", name: "", path: "guests/today" })).body;

    // Act
    const [set, missing, paths] = [
      await client.post(`core/users/${pk}/set_password/`, { password: "correct horse" }),
      await client.post(`core/users/${pk}/set_password/`, {}),
      await client.get("core/users/paths/"),
    ];

    // Assert
    expect(set.status).toBe(204);
    expect(missing).toEqual({ status: 400, body: { password: ["This field is required."] } });
    expect(paths.body).toEqual({ paths: ["goauthentik.io/outposts", "guests/today", "users"] });
  });

  test("an inactive user's token is not valid", async () => {
    // Arrange
    const { pk, token } = client.server.seed.user("gone");
    await client.patch(`core/users/${pk}/`, { is_active: false });

    // Act
    const answer = await client.as(token).get("core/users/me/");

    // Assert
    expect(answer).toEqual({ status: 403, body: { detail: "Token invalid/expired" } });
  });

  test("credentials of another scheme are none", async () => {
    // Act
    const response = await fetch(`${client.server.url}/api/v3/core/brands/`, {
      headers: { authorization: "Basic eDp5" },
    });

    // Assert
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ detail: "Authentication credentials were not provided." });
  });
});
