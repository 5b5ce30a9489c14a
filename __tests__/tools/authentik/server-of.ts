import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestServer {
  readonly url: string;
  /** How many requests were under way at once, at most. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

/** A server that answers as the handler says. */
export async function serverOf(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  let atOnce = 0;
  let most = 0;
  const server = createServer((request, response) => {
    most = Math.max(most, ++atOnce);
    response.on("close", () => atOnce--);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mostAtOnce: () => most,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
