import { createServer, type IncomingMessage, request as send } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface ProxyServer {
  readonly port: number;
  /** What was asked of it: CONNECT host:port, or a method and an address. */
  readonly requests: string[];
  /** What it was sent as `proxy-authorization`. */
  readonly credentials: (string | undefined)[];
  close(): Promise<void>;
}

/** A proxy that leads all hosts to one port of this machine; with a status, one that refuses. */
export async function proxyTo(port: number, { status }: { status?: number } = {}): Promise<ProxyServer> {
  const requests: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const asked = (request: IncomingMessage) => {
    requests.push(`${request.method} ${request.url}`);
    credentials.push(request.headers["proxy-authorization"]);
  };
  const server = createServer((request, response) => {
    asked(request);
    if (status !== undefined) return response.writeHead(status).end();
    const { pathname, search } = new URL(request.url as string);
    const { "proxy-authorization": _, ...headers } = request.headers;
    const options = { port, host: "127.0.0.1", method: request.method, path: pathname + search, headers };
    const onwards = send(options, (answer) => {
      response.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(response);
    });
    return request.pipe(onwards);
  });
  server.on("connect", (request, socket: Socket) => {
    asked(request);
    if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onwards = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onwards.pipe(socket).pipe(onwards);
    });
    for (const end of [socket, onwards]) end.on("error", () => {});
    sockets.add(onwards);
    return undefined;
  });
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    credentials,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
