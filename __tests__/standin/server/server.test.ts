import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoggedRequest, startServer } from "../../../standin/server";
import { type Client, setUpDeviceLogin, startClient } from "./client";

describe("the server", () => {
  const clients: Client[] = [];
  const start = async (...options: Parameters<typeof startClient>) => {
    const client = await startClient(...options);
    clients.push(client);
    return client;
  };
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "stand-in-"));
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(({ server }) => server.close()));
    rmSync(directory, { recursive: true });
  });

  test("keeps its objects and its token in the state file", async () => {
    // Arrange
    const stateFile = join(directory, "state.json");
    const before = await start({ stateFile });
    const { provider, flow } = await setUpDeviceLogin(before);
    const events = (await before.list("events/events/")).body.pagination.count;
    await before.server.close();

    // Act
    const after = await start({ stateFile });

    // Assert
    expect(after.server.token).toBe(before.server.token);
    expect((await after.get("flows/instances/device/")).body.pk).toBe(flow);
    expect((await after.get(`providers/oauth2/${provider}/`)).status).toBe(200);
    expect((await after.list("events/events/")).body.pagination.count).toBe(events);
  });

  test("fails when the state file is not its own", async () => {
    // Arrange
    const stateFile = join(directory, "state.json");
    writeFileSync(stateFile, "[]");

    // Act
    const starting = startServer({ stateFile });

    // Assert
    await expect(starting).rejects.toThrow(
      `state file ${stateFile} is not one written by the stand-in (no tables); delete it to start afresh`,
    );
  });

  test("takes the token it is given", async () => {
    // Act
    const client = await start({ token: "chosen" });

    // Assert
    expect(client.server.token).toBe("chosen");
    expect((await client.get("core/users/me/")).body.user).toMatchObject({ username: "akadmin" });
  });

  test("imitates a server from before grant types", async () => {
    // Arrange
    const client = await start({ version: "2026.2.1" });

    // Act
    const { provider } = await setUpDeviceLogin(client, { grant_types: ["bogus"] });

    // Assert
    const device = await client.form("/application/o/device/", { client_id: "cli", scope: "openid" });
    expect((await client.get("admin/version/")).body.version_current).toBe("2026.2.1");
    expect((await client.get(`providers/oauth2/${provider}/`)).body).not.toHaveProperty("grant_types");
    expect(device.status).toBe(200);
  });

  test("fails when the version is none", async () => {
    // Act
    const starting = startServer({ version: "old" });

    // Assert
    await expect(starting).rejects.toThrow(
      'cannot imitate authentik "old": give a version such as 2026.8.6 or 2026.2.1',
    );
  });

  test("says loudly what it does not implement", async () => {
    // Arrange
    const client = await start();

    // Act
    const answer = await client.get("outposts/instances/?search=x");

    // Assert
    expect(answer).toEqual({
      status: 404,
      body: {
        detail:
          "the authentik stand-in does not implement GET /api/v3/outposts/instances/; use a real authentik or add the route to standin/server",
      },
    });
    expect(client.server.unimplemented).toEqual(["GET /api/v3/outposts/instances/"]);
  });

  test("fails loudly where authentik has an action and the stand-in an object's key", async () => {
    // Arrange
    const client = await start();

    // Act
    const answers = await Promise.all([
      client.get("stages/all/types/"),
      client.post("policies/all/cache_clear/", {}),
      client.post("events/events/", {}),
      client.post("core/users/service_account/", { name: "robot" }),
    ]);

    // Assert
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect([...client.server.unimplemented].sort()).toEqual([
      "GET /api/v3/stages/all/types/",
      "POST /api/v3/core/users/service_account/",
      "POST /api/v3/events/events/",
      "POST /api/v3/policies/all/cache_clear/",
    ]);
  });

  test("takes the name of such an action for a slug once an object has it", async () => {
    // Arrange
    const client = await start();
    const before = await client.get("core/applications/stats/");
    await client.post("core/applications/", { name: "Stats", slug: "stats" });

    // Act
    const after = await client.get("core/applications/stats/");

    // Assert
    expect([before.status, after.status]).toEqual([404, 200]);
  });

  test("answers a path without the slash at its end with where to go", async () => {
    // Arrange
    const { server } = await start();

    // Act
    const response = await fetch(`${server.url}/api/v3/core/brands?domain=x`, { redirect: "manual" });

    // Assert
    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toBe("/api/v3/core/brands/?domain=x");
  });

  test("answers HEAD as GET without the body", async () => {
    // Arrange
    const { server } = await start();
    const headers = { authorization: `Bearer ${server.token}` };

    // Act
    const response = await fetch(`${server.url}/api/v3/core/brands/`, { method: "HEAD", headers });

    // Assert
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  test("logs every request", async () => {
    // Arrange
    const logged: LoggedRequest[] = [];
    const client = await start({ log: (request) => logged.push(request) });

    // Act
    await client.post("core/brands/?dry=1", {});

    // Assert
    expect(logged).toEqual([
      { method: "POST", path: "/api/v3/core/brands/", query: { dry: "1" }, body: {}, status: 400 },
    ]);
    expect(client.server.requests).toEqual(logged);
  });

  test("answers with the status a fault hook names, from the request it names", async () => {
    // Arrange
    const client = await start();
    client.server.fail(({ number, method }) => (number > 1 && method === "POST" ? 503 : undefined));

    // Act
    const first = await client.post("core/brands/", { domain: "one" });
    const second = await client.post("core/brands/", { domain: "two" });
    client.server.fail();
    const third = await client.post("core/brands/", { domain: "two" });

    // Assert
    expect([first.status, second.status, third.status]).toEqual([201, 503, 201]);
  });

  test("resets the connection or never answers when a fault hook says so", async () => {
    // Arrange
    const client = await start();
    client.server.fail(({ number }) => (number === 1 ? "reset" : "timeout"));

    // Act
    const reset = client.get("core/brands/");
    await expect(reset).rejects.toThrow("fetch failed");
    const silent = fetch(client.server.url, { signal: AbortSignal.timeout(100) });

    // Assert
    await expect(silent).rejects.toThrow("aborted due to timeout");
    expect(client.server.requests.map(({ status }) => status)).toEqual(["reset", "timeout"]);
  });

  test("handles a request whose answer a fault hook loses", async () => {
    // Arrange
    const client = await start();
    client.server.fail(({ method }) => (method === "POST" ? "lost" : undefined));

    // Act
    const creation = client.post("core/brands/", { domain: "lost.example.com" });

    // Assert
    await expect(creation).rejects.toThrow("fetch failed");
    expect((await client.list("core/brands/?domain=lost.example.com")).body.results).toHaveLength(1);
    expect(client.server.requests.map(({ status }) => status)).toEqual(["lost", 200]);
  });

  test("fails when its port is taken", async () => {
    // Arrange
    const port = Number(new URL((await start()).server.url).port);

    // Act
    const starting = startServer({ port });

    // Assert
    await expect(starting).rejects.toThrow(
      `cannot listen on port ${port} (listen EADDRINUSE: address already in use 127.0.0.1:${port}); stop what holds it or choose another`,
    );
  });
});
