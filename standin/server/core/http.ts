import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type Handler, Router } from "./router";

/** Bytes. */
const LONGEST_BODY = 16 * 1024 * 1024;

/** Milliseconds; longer than clients keep a connection, so that none is closed while it is used again. */
const KEPT_ALIVE = 72_000;

/** A request as routes see it. */
export interface Request {
  readonly method: string;
  /** The path with its query, as it came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
  /** What stands in the path where the route has a name. */
  params: Readonly<Record<string, string>>;
  /** The body as it came, undefined before it was read and of methods that have none. */
  body: string | undefined;
}

/** The answer to a request, which is sent once all was told. */
export class Reply {
  statusCode = 200;
  readonly headers = new Map<string, string>();
  payload: unknown;
  isSent = false;
  isHijacked = false;

  constructor(readonly callNotFound: () => Reply) {}

  code(status: number): this {
    this.statusCode = status;
    return this;
  }

  header(name: string, value: string): this {
    this.headers.set(name, value);
    return this;
  }

  type(type: string): this {
    return this.header("content-type", type);
  }

  send(payload?: unknown): this {
    this.payload = payload;
    this.isSent = true;
    return this;
  }

  redirect(location: string, status = 302): this {
    return this.code(status).header("location", location).send();
  }

  /** Leaves the request without an answer. */
  hijack(): void {
    this.isHijacked = true;
  }
}

export type Hook = (request: Request, reply: Reply) => void;

/** What an error is answered with. */
class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** An HTTP server with routes, and with hooks around them. */
export class App {
  /** Before the body is read; one that sends an answer is the last, and no route is asked. */
  readonly onRequest: Hook[] = [];
  /** Before the answer goes out. */
  readonly onSend: Hook[] = [];
  /** After the answer went out. */
  readonly onResponse: Hook[] = [];
  /** Answers where there is no route. */
  onNotFound: (request: Request, reply: Reply) => Reply = (_request, reply) => reply.code(404).send();
  /** Answers an error that a route threw; one that it throws itself is answered with 500. */
  onError: (error: unknown, reply: Reply) => void = (error) => {
    throw error;
  };

  private readonly router = new Router();
  private readonly server: Server = createServer(
    { keepAliveTimeout: KEPT_ALIVE, requestTimeout: 0 },
    (incoming, response) => void this.answer(incoming, response),
  );

  get(path: string, handler: Handler): void {
    this.route({ method: ["GET"], url: path, handler });
  }

  post(path: string, handler: Handler): void {
    this.route({ method: ["POST"], url: path, handler });
  }

  /** Who may GET may ask for the HEAD; a path without the slash at its end is answered as Django does, with where to go. */
  route({ method, url, handler }: { method: readonly string[]; url: string; handler: Handler }): void {
    for (const each of method.includes("GET") ? [...method, "HEAD"] : method) {
      this.router.add(each, url, handler);
      if (url.endsWith("/")) this.router.add(each, url.slice(0, -1), redirectToSlash);
    }
  }

  /** Listens on the loopback interface and says at which address. */
  async listen(port: number): Promise<string> {
    const { server } = this;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host: "127.0.0.1" }, resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request: Request = {
      method: incoming.method ?? "",
      url: incoming.url ?? "",
      headers: incoming.headers,
      socket: incoming.socket,
      params: {},
      body: undefined,
    };
    const reply: Reply = new Reply(() => this.onNotFound(request, reply));
    response.once("finish", () => {
      for (const hook of this.onResponse) hook(request, reply);
    });
    try {
      await this.handle(request, reply, incoming);
      if (reply.isHijacked) return;
      for (const hook of this.onSend) hook(request, reply);
    } catch (error) {
      sendError(error as Error, reply);
    }
    if (!reply.isHijacked) write(reply, response);
  }

  private async handle(request: Request, reply: Reply, incoming: IncomingMessage): Promise<void> {
    try {
      for (const hook of this.onRequest) {
        hook(request, reply);
        if (reply.isHijacked || reply.isSent) return;
      }
      const found = this.router.find(request.method, request.url);
      if (found === "malformed") throw new HttpError(400, `'${request.url}' is not a valid url component`);
      if (!/^(GET|HEAD|TRACE)$/.test(request.method)) request.body = await read(incoming);
      if (!found) {
        this.onNotFound(request, reply);
        return;
      }
      request.params = found.params;
      const answer = await found.handler(request, reply);
      if (answer !== reply) reply.send(answer);
    } catch (error) {
      if (error instanceof HttpError) sendError(error, reply);
      else this.onError(error, reply);
    }
  }
}

const redirectToSlash: Handler = (request, reply) =>
  reply.redirect(request.url.replace(/(?=\?|$)/, "/"), 301);

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const announced = Number(incoming.headers["content-length"] ?? 0);
  if (announced > LONGEST_BODY) throw new HttpError(413, "Request body is too large");
  // What is over the limit is taken and dropped, so that the client hears the answer.
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
  }
  if (length > LONGEST_BODY) throw new HttpError(413, "Request body is too large");
  return Buffer.concat(chunks).toString();
}

function sendError(error: Error, reply: Reply): void {
  const statusCode = error instanceof HttpError ? error.statusCode : 500;
  if (statusCode === 413) reply.header("connection", "close");
  reply.code(statusCode).send({ statusCode, error: STATUS_CODES[statusCode], message: error.message });
}

function write({ payload, statusCode, headers }: Reply, response: ServerResponse): void {
  let body = "";
  if (typeof payload === "string") {
    body = payload;
    if (!headers.has("content-type")) headers.set("content-type", "text/plain; charset=utf-8");
  } else if (payload !== undefined) {
    body = JSON.stringify(payload);
    headers.set("content-type", "application/json; charset=utf-8");
  }
  if (statusCode !== 204) headers.set("content-length", String(Buffer.byteLength(body)));
  response.writeHead(statusCode, Object.fromEntries(headers)).end(body);
}
