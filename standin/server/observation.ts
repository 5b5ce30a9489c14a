import type { FastifyInstance, FastifyRequest } from "fastify";
import { readableBody } from "./core/body";
import type { Json } from "./core/json";
import { pathOf, queryOf } from "./core/routes";
import { escaped, sendPage } from "./pages/html";

const KEPT = 5000;

/** One request the stand-in got and what it answered. */
export interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Json;
  /** The status, or how the request was made to fail. */
  status: number | Exclude<Outcome, number>;
}

/** A request as a fault hook sees it, before it is handled. */
export interface IncomingRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  /** How many requests came since the hook was set, this one included. */
  number: number;
}

/**
 * How a request is made to fail: with that status, without an answer, with a reset connection, or
 * with one that is reset only once the request was handled.
 */
export type Outcome = number | "timeout" | "reset" | "lost";

/** Says how a request fails; undefined lets it pass. */
export type Fault = (request: IncomingRequest) => Outcome | undefined;

/** What went through the server, and the faults a test injects. */
export class Observation {
  readonly requests: LoggedRequest[] = [];
  readonly unimplemented: string[] = [];
  private fault: Fault | undefined;
  private seen = 0;
  private readonly lost = new Set<FastifyRequest>();

  constructor(private readonly log: (request: LoggedRequest) => void = () => undefined) {}

  /** Makes requests fail as the hook says, until the next call; none lets all pass. */
  fail(fault?: Fault): void {
    this.fault = fault;
    this.seen = 0;
  }

  attach(app: FastifyInstance): void {
    app.addHook("onRequest", async (request, reply) => {
      this.seen++;
      const outcome = this.fault?.({ ...summary(request), number: this.seen });
      if (outcome === undefined) return;
      if (outcome === "lost") {
        this.lost.add(request);
        return;
      }
      if (typeof outcome === "number") {
        if (outcome === 429) reply.header("retry-after", "1");
        await reply.code(outcome).send({ detail: `the stand-in was told to answer ${outcome}` });
        return;
      }
      this.note(request, outcome);
      reply.hijack();
      if (outcome === "reset") request.socket.resetAndDestroy();
    });
    app.addHook("onSend", async (request, reply) => {
      if (!this.lost.delete(request)) return;
      this.note(request, "lost");
      reply.hijack();
      request.socket.resetAndDestroy();
    });
    app.addHook("onResponse", async (request, reply) => this.note(request, reply.statusCode));
    app.setNotFoundHandler((request, reply) => {
      const route = `${request.method} ${pathOf(request)}`;
      this.unimplemented.push(route);
      const detail = `the authentik stand-in does not implement ${route}; use a real authentik or add the route to standin/server`;
      if (pathOf(request).startsWith("/api/")) return reply.code(404).send({ detail });
      return sendPage(reply, 404, "Not Found", `<p>${escaped(detail)}</p>`);
    });
  }

  private note(request: FastifyRequest, status: LoggedRequest["status"]): void {
    const entry = { ...summary(request), body: readableBody(request), status };
    this.requests.push(entry);
    if (this.requests.length > KEPT) this.requests.shift();
    this.log(entry);
  }
}

const summary = (request: FastifyRequest) => ({
  method: request.method,
  path: pathOf(request),
  query: Object.fromEntries(queryOf(request)),
});
