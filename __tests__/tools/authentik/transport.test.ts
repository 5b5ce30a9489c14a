import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../../standin/server/install/certificate";
import { createTransport } from "../../../tools/authentik/transport";

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
      `the certificate of ${url} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
    );
  });

  test("accepts any certificate when told to", async () => {
    const response = await transport(true)(url, {});
    expect([response.status, await response.text()]).toEqual([200, "hello"]);
  });
});
