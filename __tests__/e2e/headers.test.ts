import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startProvider } from "../../standin/provider";
import { type StandInServer, startServer } from "../../standin/server";
import { Fleet, type FleetServer } from "./fleet";

jest.setTimeout(240_000);

const HEADER = "CF-Access-Client-Secret";
const SECRET = 'se"cr${et}';

let server: StandInServer;
let proxy: Server;
let fleet: Fleet<FleetServer>;
/** Of requests that had not the header, and were refused. */
let refused: string[];

beforeEach(async () => {
  refused = [];
  server = await startServer();
  proxy = await guarding(server);
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const provider = await startProvider({ AUTHENTIK_TOKEN: server.token });
  fleet = new Fleet(
    ["acme"],
    [
      {
        server: { url, token: server.token },
        environment: { TF_REATTACH_PROVIDERS: provider.reattach },
        close: provider.close,
      },
    ],
    1,
  );
  fleet.configure({ headersFrom: { [HEADER]: "ACME_ACCESS_SECRET" } });
  process.env.ACME_ACCESS_SECRET = SECRET;
});
afterEach(async () => {
  delete process.env.ACME_ACCESS_SECRET;
  await fleet.close();
  proxy.closeAllConnections();
  proxy.close();
  await server.close();
});

/** A proxy before authentik that lets nobody pass without the header. */
function guarding({ url }: StandInServer): Promise<Server> {
  const guard = createServer((incoming, reply) => {
    if (incoming.headers[HEADER.toLowerCase()] !== SECRET) {
      refused.push(`${incoming.method} ${incoming.url}`);
      reply.writeHead(403, { "content-type": "text/html" }).end("<h1>Forbidden</h1>");
      return;
    }
    const { method, headers } = incoming;
    const forwarded = request(`${url}${incoming.url}`, { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    incoming.pipe(forwarded);
  });
  return new Promise((resolve) => {
    guard.listen(0, "127.0.0.1", () => resolve(guard));
  });
}

test("a set-up behind a proxy that asks for a header is applied, planned, verified and destroyed", async () => {
  for (const [command, ...args] of [
    ["apply", "acme", "--yes"],
    ["plan", "acme"],
    ["drift", "acme"],
    ["verify", "acme", "--probe"],
    ["status"],
    ["repair", "acme", "--yes"],
    ["adopt", "acme", "--yes"],
    ["destroy", "acme", "--yes"],
  ] as const) {
    const { code, stdout, stderr } = await fleet.run(command, ...args);

    expect([command, code, code === 0 ? "" : stdout + stderr]).toEqual([command, 0, ""]);
    expect([command, (stdout + stderr).includes(SECRET)]).toEqual([command, false]);
  }
  expect(refused).toEqual([]);
  expect(server.requests.some(({ method }) => method === "POST")).toBe(true);
});

test("without the header's variable nothing is asked, and the message names it", async () => {
  delete process.env.ACME_ACCESS_SECRET;

  const { code, stdout } = await fleet.run("plan", "acme", "--format", "json");

  expect(code).toBe(1);
  expect(JSON.parse(stdout).environments[0].failure).toBe(
    "ACME_ACCESS_SECRET is not set: acme takes headers from there, by headersFrom",
  );
  expect(refused).toEqual([]);
});
