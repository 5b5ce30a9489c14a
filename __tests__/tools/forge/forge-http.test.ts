import fastify, { type FastifyInstance } from "fastify";
import { ForgeHttp } from "../../../tools/forge/forge-http";
import { proxyFor } from "../../../tools/http/proxy";
import { proxyTo } from "../http/proxy-server";

describe("requests to a forge", () => {
  let server: FastifyInstance;
  let http: ForgeHttp;
  let requests: number;

  beforeEach(async () => {
    requests = 0;
    server = fastify({ forceCloseConnections: true });
    server.addHook("onRequest", async () => {
      requests += 1;
    });
    server.get("/hangs", () => new Promise(() => {}));
    server.post("/hangs", () => new Promise(() => {}));
    server.get("/page", (_request, reply) => reply.type("text/html").send("<html>"));
    server.all("/moved", (_request, reply) => reply.redirect("/here", 307));
    server.all("/away", (_request, reply) => reply.redirect("http://localhost:1/elsewhere", 301));
    server.all("/here", ({ method, body }) => ({ method, body }));
    server.get("/endless", (_request, reply) => reply.header("x-next-page", "2").send([1]));
    http = new ForgeHttp({
      forge: "GitHub",
      apiUrl: await server.listen({ port: 0, host: "127.0.0.1" }),
      headers: {},
      token: "token-of-the-test",
      permission: "read",
      wait: async () => {},
      timeoutMs: 400,
    });
  });

  afterEach(() => server.close());

  test("fail when there is no answer, after five tries to read", async () => {
    await expect(http.send("GET", "/hangs")).rejects.toThrow(
      /^GitHub cannot be reached at http:\S+ \(no answer in 0\.4 s\): check the address and the network$/,
    );
    expect(requests).toBe(5);
  });

  test("fail when there is no answer, after one try to post, because it may have arrived", async () => {
    await expect(http.send("POST", "/hangs", {})).rejects.toMatchObject({ uncertain: true });
    expect(requests).toBe(1);
  });

  test("fail when something else than the API answers", async () => {
    await expect(http.send("GET", "/page")).rejects.toThrow(
      /^GitHub answered 200 with something other than JSON: check the API address$/,
    );
  });

  test("follow a project that was renamed, with method and body", async () => {
    expect(await http.send("POST", "/moved", { body: "report" })).toEqual({
      method: "POST",
      body: { body: "report" },
    });
  });

  test("do not take the token to another host", async () => {
    await expect(http.send("GET", "/away")).rejects.toThrow(/^GitHub answered 301: check what was given$/);
    expect(requests).toBe(1);
  });

  test("fail when a list does not end", async () => {
    await expect(http.list("/endless")).rejects.toThrow(
      /^GitHub lists more than 20000 entries at \/endless: close what is done with and try again$/,
    );
  });
});

describe("requests to a forge through a proxy", () => {
  const http = (proxy: ReturnType<typeof proxyFor>) =>
    new ForgeHttp({
      forge: "GitHub",
      apiUrl: "http://api.example.com",
      proxy,
      headers: {},
      token: "token-of-the-test",
      permission: "read",
      wait: async () => {},
    });

  test("go where HTTP_PROXY says", async () => {
    const server = fastify();
    server.get("/user", () => ({ id: 1 }));
    const through = await proxyTo(Number(new URL(await server.listen({ port: 0, host: "127.0.0.1" })).port));

    const answer = await http(
      proxyFor("http://api.example.com", { http_proxy: `http://localhost:${through.port}` }),
    ).send("GET", "/user");

    await through.close();
    await server.close();
    expect(answer).toEqual({ id: 1 });
    expect(through.requests).toEqual(["GET http://api.example.com/user"]);
  });

  test("name the proxy, without its password, where it is not there", async () => {
    const through = await proxyTo(0);
    await through.close();
    const environment = { HTTP_PROXY: `http://ann:pass-word@localhost:${through.port}` };

    await expect(
      http(proxyFor("http://api.example.com", environment)).send("POST", "/x", {}),
    ).rejects.toThrow(
      new Error(
        `GitHub cannot be reached at http://api.example.com through the proxy http://localhost:${through.port} (ECONNREFUSED): check the address, HTTP_PROXY and the network`,
      ),
    );
  });
});
