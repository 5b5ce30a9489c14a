import fastify, { type FastifyInstance } from "fastify";
import { ForgeHttp } from "../../../tools/forge/forge-http";

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
    server.get("/endless", (_request, reply) => reply.header("x-next-page", "2").send([1]));
    http = new ForgeHttp({
      forge: "GitHub",
      apiUrl: await server.listen({ port: 0, host: "127.0.0.1" }),
      headers: {},
      token: "token-of-the-test",
      permission: "read",
      wait: async () => {},
      timeoutMs: 100,
    });
  });

  afterEach(() => server.close());

  test("fail when there is no answer, after five tries to read", async () => {
    await expect(http.send("GET", "/hangs")).rejects.toThrow(
      /^GitHub cannot be reached at http:\S+ \(no answer in 0\.1 s\): check the address and the network$/,
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

  test("fail when a list does not end", async () => {
    await expect(http.list("/endless")).rejects.toThrow(
      /^GitHub lists more than 20000 entries at \/endless: close what is done with and try again$/,
    );
  });
});
