import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { startProvider } from "../standin/provider";
import { startServer } from "../standin/server";

// A stand-in in a process of its own, as servers are: it answers late by the milliseconds given, tells where it is and lasts as
// long as its parent.

const delay = Number(process.argv[2] ?? 0);

/** Passes on what it gets after a while, in order. */
function late(from: Socket, to: Socket): void {
  from.on("data", (chunk) => setTimeout(() => to.write(chunk), delay));
  from.on("close", () => setTimeout(() => to.end(), delay));
  from.on("error", () => to.destroy());
}

async function main(): Promise<void> {
  const server = await startServer();
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(server.url).port), "127.0.0.1");
    late(client, upstream);
    upstream.pipe(client);
    upstream.on("error", () => client.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { reattach } = await startProvider({ AUTHENTIK_URL: url, AUTHENTIK_TOKEN: server.token });
  process.send?.({ server: { url, token: server.token }, environment: { TF_REATTACH_PROVIDERS: reattach } });
}

process.on("disconnect", () => process.exit());
main();
