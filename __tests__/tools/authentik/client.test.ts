import type { IncomingMessage, ServerResponse } from "node:http";
import { AuthentikClient, unlessMissing } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { answerJson, serverOf, type TestServer } from "./server-of";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function clientOf(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  timeoutMilliseconds?: number,
): Promise<AuthentikClient> {
  server = await serverOf(handler);
  const connection = connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: "the-token" });
  return new AuthentikClient(connection, timeoutMilliseconds);
}

/** Answers a list of so many numbered objects in pages as authentik does. */
function answerPage(request: IncomingMessage, response: ServerResponse, count: number): void {
  const query = new URL(request.url ?? "", "http://host").searchParams;
  const size = Number(query.get("page_size"));
  const page = Number(query.get("page"));
  const all = Array.from({ length: count }, (_, index) => ({ pk: index }));
  answerJson(response, {
    pagination: { total_pages: Math.max(1, Math.ceil(count / size)) },
    results: all.slice((page - 1) * size, page * size),
  });
}

describe("AuthentikClient", () => {
  test("sends the token and gives the answer as the server wrote it", async () => {
    const client = await clientOf((request, response) =>
      answerJson(response, { authorization: request.headers.authorization, url: request.url, new_field: 1 }),
    );

    const answer = await client.get("/core/brands/", { domain: "a b" });

    expect(answer).toEqual({
      authorization: "Bearer the-token",
      url: "/api/v3/core/brands/?domain=a%20b",
      new_field: 1,
    });
  });

  test("reads all pages of a list, at most eight at once", async () => {
    const client = await clientOf((request, response) => {
      setTimeout(() => answerPage(request, response, 1950), 20);
    });

    const objects = await client.list<{ pk: number }>("/outposts/instances/");

    expect(objects.map(({ pk }) => pk)).toEqual(Array.from({ length: 1950 }, (_, index) => index));
    expect(client.requests).toBe(20);
    expect(server?.mostAtOnce()).toBe(8);
  });

  test("takes one request for an empty list", async () => {
    const client = await clientOf((request, response) => answerPage(request, response, 0));
    expect(await client.list("/core/brands/")).toEqual([]);
    expect(client.requests).toBe(1);
  });

  test("patches with the given fields only", async () => {
    const client = await clientOf(async (request, response) => {
      const body = await request.reduce((text, chunk) => text + chunk, "");
      answerJson(response, { method: request.method, type: request.headers["content-type"], body });
    });

    expect(await client.patch("/outposts/instances/1/", { enabled: false })).toEqual({
      method: "PATCH",
      type: "application/json",
      body: '{"enabled":false}',
    });
  });

  test("measures how far the server's clock is ahead", async () => {
    const client = await clientOf((_, response) => {
      response.setHeader("Date", new Date(Date.now() + 3_600_000).toUTCString());
      answerJson(response, { version_current: "2026.8.6" });
    });
    expect(client.clockSkewSeconds).toBeUndefined();
    await client.get("/admin/version/");
    expect(client.clockSkewSeconds).toBeGreaterThanOrEqual(3598);
    expect(client.clockSkewSeconds).toBeLessThanOrEqual(3600);
  });

  test.each([
    [
      403,
      { detail: "Token invalid/expired" },
      "token",
      "authentik refuses AUTHENTIK_TOKEN (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
    ],
    [
      403,
      { detail: "You do not have permission to perform this action." },
      "forbidden",
      "the token's user may not GET /core/brands/: give it the permission authentik_brands.view_brand through a role",
    ],
    [
      403,
      "<html>blocked by the firewall</html>",
      "configuration",
      "GET /core/brands/ was answered 403 by something other than authentik: check AUTHENTIK_URL and what stands before authentik",
    ],
    [
      404,
      { detail: "No Brand matches the given query." },
      "missing",
      "GET /core/brands/ was answered 404: No Brand matches the given query.",
    ],
    [
      404,
      "<html>nothing here</html>",
      "configuration",
      "GET /core/brands/ was answered 404: check that AUTHENTIK_URL is authentik's own address and its release has this API",
    ],
    [
      400,
      { domain: ["This field is required."] },
      "rejected",
      'authentik rejected GET /core/brands/ (400): {"domain":["This field is required."]}',
    ],
    [
      502,
      "bad gateway",
      "unreachable",
      "authentik failed at GET /core/brands/ (502): look into its log and try again",
    ],
  ])("explains an answer of %s", async (status, body, kind, message) => {
    const client = await clientOf((_, response) =>
      typeof body === "string" ? response.writeHead(status).end(body) : answerJson(response, body, status),
    );
    await expect(client.list("/core/brands/")).rejects.toMatchObject({ kind, message });
  });

  test("explains a redirect instead of following it with the token", async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(301, { Location: "https://auth.example.com/" }).end();
    });
    await expect(client.get("/admin/version/")).rejects.toThrow(
      "GET /admin/version/ was redirected to https://auth.example.com/: correct AUTHENTIK_URL to where authentik answers itself",
    );
  });

  test.each([
    ["a page", "<html>log in</html>", "it is not JSON"],
    ["nothing", "", "it is not JSON"],
    ["other JSON", '{"hello":"world"}', "pagination is not an object"],
    ["a list without pages", '{"results":[]}', "pagination is not an object"],
    [
      "objects of another kind",
      '{"pagination":{"total_pages":1},"results":[{"brand_uuid":"a","domain":7}]}',
      "results.0.domain is not a string",
    ],
    [
      "JSON without end",
      "[".repeat(1_000_000) + "]".repeat(1_000_000),
      "it is nested more than 100 levels deep",
    ],
    ["a key of its own", '{"__proto__":{}}', 'it has the key "__proto__", which no object of ours can hold'],
  ])("explains %s where a list should be", async (_, body, fault) => {
    const client = await clientOf((__, response) => response.end(body));
    await expect(client.list("/core/brands/")).rejects.toThrow(
      `GET /core/brands/ was answered with something that is not authentik's (${fault}): check that AUTHENTIK_URL is authentik's own address`,
    );
  });

  test("asks for no page of a list that is too long to be one", async () => {
    const client = await clientOf((_, response) =>
      answerJson(response, { pagination: { total_pages: 1e9 }, results: [] }),
    );
    await expect(client.list("/core/brands/")).rejects.toThrow(
      "GET /core/brands/ has more than 100000 objects, as many as are read: check that AUTHENTIK_URL is authentik's own address",
    );
    expect(client.requests).toBe(1);
  });

  test("does not repeat the token or a header that an answer repeats", async () => {
    const server = await serverOf((request, response) =>
      answerJson(response, { detail: `${request.headers.authorization} ${request.headers["x-key"]}` }, 400),
    );
    const connection = {
      ...connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: "the-token" }),
      headers: { "x-key": "the-key" },
    };

    const refused = await new AuthentikClient(connection)
      .get("/core/brands/1/")
      .catch((error: Error) => error);

    await server.close();
    expect(refused).toEqual(new Error("authentik rejected GET /core/brands/1/ (400): Bearer *** ***"));
  });

  test("a request's time begins when it is its turn", async () => {
    const client = await clientOf((_, response) => void setTimeout(() => answerJson(response, {}), 50), 500);
    const many = Array.from({ length: 120 }, (_, index) => client.get(`/other/${index}/`));
    expect(await Promise.all(many)).toHaveLength(120);
  });

  test("explains a server that is down", async () => {
    const client = await clientOf(() => undefined);
    const url = server?.url;
    await server?.close();
    await expect(client.get("/admin/version/")).rejects.toThrow(
      `${url} does not answer (nothing listens there): check AUTHENTIK_URL and that authentik is up`,
    );
  });

  test("explains a connection that is cut", async () => {
    const client = await clientOf((request) => request.socket.destroy());
    await expect(client.get("/admin/version/")).rejects.toThrow(
      / does not answer \(the connection was cut\): /,
    );
  });

  test("gives up after the time-out", async () => {
    const client = await clientOf(() => undefined, 50);
    await expect(client.get("/admin/version/")).rejects.toThrow(
      / does not answer \(there was no answer in time\): /,
    );
  });
});

describe("unlessMissing", () => {
  test("turns 404 into undefined and leaves other errors", async () => {
    const client = await clientOf((request, response) =>
      answerJson(response, { detail: "x" }, request.url === "/api/v3/core/brands/1/" ? 404 : 500),
    );
    expect(await unlessMissing(client.get("/core/brands/1/"))).toBeUndefined();
    await expect(unlessMissing(client.get("/core/brands/2/"))).rejects.toThrow(
      "authentik failed at GET /core/brands/2/ (500): look into its log and try again",
    );
  });
});
