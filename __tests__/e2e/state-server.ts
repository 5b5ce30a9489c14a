import fastify from "fastify";

/** A service that keeps states over HTTP, each at an address of its own, with its lock. */
export class StateServer {
  readonly states = new Map<string, unknown>();
  url = "";
  /** Called when a state was written. */
  onWritten: (name: string) => void = () => {};
  private readonly locks = new Map<string, unknown>();
  private readonly server = fastify({ forceCloseConnections: true });

  static async start(): Promise<StateServer> {
    const started = new StateServer();
    started.serve();
    started.url = await started.server.listen({ port: 0, host: "127.0.0.1" });
    return started;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private serve(): void {
    // Whoever takes a lock away by force sends nothing, and calls it JSON.
    this.server.addContentTypeParser("application/json", { parseAs: "string" }, (_, text, done) =>
      done(null, text === "" ? undefined : JSON.parse(String(text))),
    );
    const named = <T extends { params: unknown }>({ params }: T) => (params as { name: string }).name;
    this.server.get("/:name", (request, reply) => {
      const state = this.states.get(named(request));
      return state === undefined ? reply.code(404).send() : reply.send(state);
    });
    this.server.post("/:name", (request, reply) => {
      this.states.set(named(request), request.body);
      this.onWritten(named(request));
      return reply.send();
    });
    this.server.post("/:name/lock", (request, reply) => {
      const held = this.locks.get(named(request));
      if (held !== undefined) return reply.code(423).send(held);
      this.locks.set(named(request), request.body);
      return reply.send();
    });
    this.server.delete("/:name/lock", (request, reply) => {
      this.locks.delete(named(request));
      return reply.send();
    });
  }
}
