import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../../standin/server/install/certificate";
import { createTransport } from "../../../tools/authentik/transport";
import { serverOf } from "./server-of";

describe("createTransport", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const { certificate, privateKey } = await selfSigned("a server nobody vouches for");
    server = createServer({ cert: certificate, key: privateKey }, (_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const transport = (insecure: boolean) =>
    createTransport({ insecure }, { concurrency: 1, timeoutMilliseconds: 5000 });

  test("refuses a certificate that is not trusted", async () => {
    await expect(transport(false)(url, {})).rejects.toThrow(
      `the certificate of ${url} is not trusted (no authority that is known here signed it): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
    );
  });

  test("accepts any certificate when told to", async () => {
    const response = await transport(true)(url, {});
    expect([response.status, await response.text()]).toEqual([200, "hello"]);
  });
});

test.each([
  [302, "/?key=***&gate=***", `{"key":"Bearer ***","gate":"***"}`],
  [304, "/?key=***&gate=***", ""],
  [400, "/?key=***&gate=***", `{"key":"Bearer ***","gate":"***"}`],
  [
    200,
    `/?key=a-token&gate=${encodeURIComponent('ga"te-1')}`,
    String.raw`{"key":"Bearer a-token","gate":"ga\"te-1"}`,
  ],
])("an answer %d is given with what was sent as %s", async (status, location, body) => {
  const server = await serverOf(({ headers: { authorization: key, gate } }, response) => {
    const query = `key=${key?.slice(7)}&gate=${encodeURIComponent(String(gate))}`;
    response.writeHead(status, { location: `/?${query}` }).end(JSON.stringify({ key, gate }));
  });
  const limits = { concurrency: 1, timeoutMilliseconds: 5000 };
  const transport = createTransport({ insecure: false, headers: { gate: 'ga"te-1' } }, limits);

  const answer = await transport(server.url, { headers: { Authorization: "Bearer a-token" } });

  expect([answer.status, answer.headers.get("location"), await answer.text()]).toEqual([
    status,
    location,
    body,
  ]);
  await server.close();
});
