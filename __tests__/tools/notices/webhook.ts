import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What its address has that nobody may see. */
export const SECRET_PATH = "T000-never-show-this-webhook";

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A webhook that answers with these statuses, one after the other, the last for good. */
export async function startWebhook(...statuses: readonly number[]) {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const status = statuses[Math.min(posted.length, statuses.length - 1)] ?? 200;
      posted.push({ headers: request.headers, body });
      const location = `http://127.0.0.1:1/${SECRET_PATH}`;
      response.writeHead(status, { "retry-after": "0", ...(status < 400 && { location }) });
      response.end(`no_service at ${SECRET_PATH}`);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${SECRET_PATH}`,
    posted,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
