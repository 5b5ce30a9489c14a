import fastify from "fastify";

/** GitLab's store of Terraform states, for one state; lets in the job token of the moment only. */
export class StateStore {
  token = "";
  /** GitLab lets developers read, maintainers also lock and write. */
  role: "developer" | "maintainer" = "maintainer";
  state: unknown;
  private lock: unknown;
  private readonly server = fastify({ forceCloseConnections: true });
  url = "";

  static async start(): Promise<StateStore> {
    const store = new StateStore();
    store.serve();
    store.url = `${await store.server.listen({ port: 0, host: "127.0.0.1" })}/state`;
    return store;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private serve(): void {
    this.server.addHook("onRequest", async (request, reply) => {
      const expected = Buffer.from(`gitlab-ci-token:${this.token}`).toString("base64");
      if (request.headers.authorization !== `Basic ${expected}`) return reply.code(401).send();
      if (request.method !== "GET" && this.role === "developer") return reply.code(403).send();
    });
    this.server.get("/state", (_request, reply) =>
      this.state === undefined ? reply.code(204).send() : reply.send(this.state),
    );
    this.server.post("/state", (request, reply) => {
      this.state = request.body;
      return reply.send();
    });
    this.server.post("/state/lock", (request, reply) => {
      if (this.lock !== undefined) return reply.code(423).send(this.lock);
      this.lock = request.body;
      return reply.send();
    });
    this.server.delete("/state/lock", (_request, reply) => {
      this.lock = undefined;
      return reply.send();
    });
  }
}
