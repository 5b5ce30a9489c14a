import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { goLikeFetch } from "../../../standin/provider/authentik/transport";
import { type ProxyServer, proxyTo } from "../../tools/http/proxy-server";

let server: Server | undefined;

afterEach(() => server?.close());

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

/** Answers, but closes the connection at the request of that number. */
function closingAt(number: number) {
  const methods: string[] = [];
  const listener: RequestListener = ({ method = "", socket }, response) => {
    methods.push(method);
    if (methods.length === number) socket.destroy();
    else response.end("{}");
  };
  return { methods, listener };
}

test("status, content type, headers and body go through", async () => {
  const url = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.writeHead(418, { "content-type": "text/plain" });
    response.end(`${request.method} ${request.headers["x-tenant"]} ${body}`);
  });

  const answer = await goLikeFetch(false)(url, { method: "PUT", headers: { "x-tenant": "a" }, body: "ä" });

  expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
    418,
    "text/plain",
    "PUT a ä",
  ]);
});

test("a GET on a kept connection that was closed is sent again", async () => {
  const { methods, listener } = closingAt(2);
  const url = await serve(listener);
  const fetch = goLikeFetch(false);
  await fetch(url);

  const answer = await fetch(url);

  expect(answer.status).toBe(200);
  expect(methods).toEqual(["GET", "GET", "GET"]);
});

test("a POST is never sent twice", async () => {
  const { methods, listener } = closingAt(2);
  const url = await serve(listener);
  const fetch = goLikeFetch(false);
  await fetch(url, { method: "POST" });

  await expect(fetch(url, { method: "POST" })).rejects.toThrow("socket hang up");

  expect(methods).toEqual(["POST", "POST"]);
});

test("another protocol than HTTP is refused", async () => {
  await expect(goLikeFetch(false)("localhost:9000/api")).rejects.toMatchObject({
    code: "ERR_INVALID_PROTOCOL",
  });
  await expect(goLikeFetch(false)("authentik/api")).rejects.toMatchObject({ code: "ERR_INVALID_URL" });
});

test("a request under way is given up when it is cancelled, later ones are not", async () => {
  let answered = false;
  const url = await serve((_request, response) => {
    if (answered) response.end("{}");
  });
  let cancellation = new AbortController();
  const fetch = goLikeFetch(false, () => cancellation.signal);
  const waiting = fetch(url, { method: "POST" });

  cancellation.abort();
  cancellation = new AbortController();
  answered = true;

  await expect(waiting).rejects.toMatchObject({ code: "ABORT_ERR" });
  expect((await fetch(url)).status).toBe(200);
});

describe("through a proxy", () => {
  let proxy: ProxyServer | undefined;
  afterEach(() => proxy?.close());

  async function through(status?: number): Promise<URL> {
    const { port } = new URL(await serve((_, response) => response.end("{}")));
    proxy = await proxyTo(Number(port), { status });
    return new URL(`http://127.0.0.1:${proxy.port}`);
  }

  test("http:// asks it for the whole address", async () => {
    const answer = await goLikeFetch(false, undefined, await through())("http://auth.example.com/a");

    expect([answer.status, proxy?.requests]).toEqual([200, ["GET http://auth.example.com/a"]]);
  });

  test("https:// asks it for a tunnel, and a refusal is told by its words alone", async () => {
    const answer = goLikeFetch(false, undefined, await through(502))("https://auth.example.com/a");

    await expect(answer).rejects.toEqual(new Error("No"));
    expect(proxy?.requests).toEqual(["CONNECT auth.example.com:443"]);
  });
});
