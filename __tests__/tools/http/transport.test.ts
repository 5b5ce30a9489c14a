import { createServer as createPlain } from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, createServer as createSilent, type Socket } from "node:net";
import { selfSigned } from "../../../standin/server/install/certificate";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { type HttpProxy, proxyFor } from "../../../tools/http/proxy";
import { createTransport } from "../../../tools/http/transport";
import { type ProxyServer, proxyTo } from "./proxy-server";

interface Closable {
  close(done: () => void): unknown;
  closeAllConnections(): void;
}

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function authentik(secure: boolean): Promise<number> {
  const answer = (body: object) => JSON.stringify(body);
  const handler = (request: { url?: string; headers: object }, response: { end(text: string): void }) =>
    response.end(answer({ url: request.url, headers: request.headers }));
  const { certificate, privateKey } = await selfSigned("id.example.com");
  const server = secure
    ? createSecure({ cert: certificate, key: privateKey }, handler)
    : createPlain(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const closable: Closable = server;
  opened.push({
    close: () => {
      closable.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return (server.address() as AddressInfo).port;
}

async function proxy(port: number, options?: { status?: number }): Promise<ProxyServer> {
  const server = await proxyTo(port, options);
  opened.push(server);
  return server;
}

const environmentOf = (url: string, proxyPort: number, more = {}) => ({
  AUTHENTIK_URL: url,
  AUTHENTIK_TOKEN: "the-token",
  HTTP_PROXY: `http://ann:pass-word@localhost:${proxyPort}`,
  HTTPS_PROXY: `http://ann:pass-word@localhost:${proxyPort}`,
  ...more,
});

const CREDENTIALS = `Basic ${Buffer.from("ann:pass-word").toString("base64")}`;

describe("requests through a proxy", () => {
  test("http:// asks the proxy for the whole address, and the proxy's password stays with it", async () => {
    const through = await proxy(await authentik(false));
    const client = new AuthentikClient(
      connectionFrom(environmentOf("http://id.example.com:9000", through.port)),
    );

    const answer = await client.get<{ url: string; headers: Record<string, string> }>("/core/brands/", {
      a: 1,
    });

    expect(through.requests).toEqual(["GET http://id.example.com:9000/api/v3/core/brands/?a=1"]);
    expect(through.credentials).toEqual([CREDENTIALS]);
    expect(answer.url).toBe("/api/v3/core/brands/?a=1");
    expect(answer.headers).toMatchObject({ host: "id.example.com:9000", authorization: "Bearer the-token" });
  });

  test("https:// goes through a tunnel, which is kept, and the proxy sees no token", async () => {
    const through = await proxy(await authentik(true));
    const environment = environmentOf("https://id.example.com", through.port, { AUTHENTIK_INSECURE: "true" });
    const client = new AuthentikClient(connectionFrom(environment));

    await client.get("/core/brands/");
    const answer = await client.get<{ url: string; headers: Record<string, string> }>("/core/groups/");

    expect(through.requests).toEqual(["CONNECT id.example.com:443"]);
    expect(through.credentials).toEqual([CREDENTIALS]);
    expect(answer.url).toBe("/api/v3/core/groups/");
    expect(answer.headers).toMatchObject({ host: "id.example.com", authorization: "Bearer the-token" });
    expect(answer.headers).not.toHaveProperty("proxy-authorization");
  });

  test("a certificate that is not trusted is refused behind a proxy, too", async () => {
    const through = await proxy(await authentik(true));
    const client = new AuthentikClient(connectionFrom(environmentOf("https://id.example.com", through.port)));

    await expect(client.get("/core/brands/")).rejects.toThrow(
      `the certificate of https://id.example.com through the proxy http://localhost:${through.port} is not trusted (no authority that is known here signed it): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
    );
  });

  test("NO_PROXY leads past it", async () => {
    const port = await authentik(false);
    const through = await proxy(port);
    const environment = environmentOf(`http://id.localhost:${port}`, through.port, { NO_PROXY: "localhost" });

    expect(connectionFrom(environment).proxy).toBeUndefined();
  });

  test.each([
    ["http://id.example.com", 407],
    ["https://id.example.com", 407],
    ["https://id.example.com", 502],
  ])("%s: a proxy that answers %i is named, without its password", async (url, status) => {
    const through = await proxy(0, { status });
    const client = new AuthentikClient(connectionFrom(environmentOf(url, through.port)));

    const variable = url.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
    await expect(client.get("/core/brands/")).rejects.toThrow(
      new Error(
        `${url} does not answer through the proxy http://localhost:${through.port} (the proxy answered ${status}): check AUTHENTIK_URL, ${variable}, NO_PROXY and that authentik is up`,
      ),
    );
  });

  test.each(["http://id.example.com", "https://id.example.com"])(
    "%s: a proxy that is not there is named",
    async (url) => {
      const through = await proxyTo(0);
      await through.close();
      const client = new AuthentikClient(connectionFrom(environmentOf(url, through.port)));

      await expect(client.get("/core/brands/")).rejects.toThrow(
        `${url} does not answer through the proxy http://localhost:${through.port} (nothing listens there): check`,
      );
    },
  );

  test.each(["http://id.example.com", "https://id.example.com"])(
    "%s: a proxy that hangs up has cut the connection",
    async (url) => {
      const hangingUp = createSilent((socket) => socket.once("data", () => socket.end()));
      await new Promise<void>((resolve) => hangingUp.listen(0, "127.0.0.1", resolve));
      opened.push({ close: () => new Promise((resolve) => hangingUp.close(resolve)) });
      const { port } = hangingUp.address() as AddressInfo;
      const client = new AuthentikClient(connectionFrom(environmentOf(url, port)));

      await expect(client.get("/core/brands/")).rejects.toThrow(
        `${url} does not answer through the proxy http://localhost:${port} (the connection was cut): check`,
      );
    },
  );

  test.each(["http://id.example.com", "https://id.example.com"])(
    "%s: a proxy that is silent is given up, and its connection with it",
    async (url) => {
      const sockets: Socket[] = [];
      const silent = createSilent((socket) => {
        socket.on("error", () => {}).resume();
        sockets.push(socket);
      });
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const { port } = silent.address() as AddressInfo;
      const through = proxyFor(url, { HTTP_PROXY: `localhost:${port}`, HTTPS_PROXY: `localhost:${port}` });
      const transport = createTransport({
        concurrency: 1,
        timeoutMilliseconds: 100,
        proxy: through as HttpProxy,
      });

      await expect(transport(url, {})).rejects.toThrow("ETIMEDOUT");

      await new Promise<void>((resolve) => silent.close(() => resolve()));
      expect(sockets).toHaveLength(1);
    },
  );
});
