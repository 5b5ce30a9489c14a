import fastify, { type FastifyReply, type FastifyRequest } from "fastify";

export interface ForgeDoubleEntry {
  id: number;
  body: string;
  author: { id: number; type: string };
  title?: string;
  state?: string;
  system?: boolean;
  isPullRequest?: boolean;
}

/** What to answer in place of the real thing: a status with headers and message, or a connection cut after or before acting. */
export interface Fault {
  readonly when: (method: string, url: string) => boolean;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly message?: string;
  readonly cut?: "before" | "after";
  times: number;
}

/** The slice of GitHub's and GitLab's REST APIs that `agent-stack comment` uses, on a loopback port. */
export class ForgeDouble {
  static readonly TOKEN = "token-of-the-test";
  static readonly ME = { id: 41898282, type: "Bot" };
  static readonly SOMEBODY = { id: 7, type: "User" };

  readonly comments: ForgeDoubleEntry[] = [];
  readonly issues: ForgeDoubleEntry[] = [];
  /** The newest first. */
  readonly deployments: { environment: string; sha: string; state: string; at: string }[] = [];
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  apiUrl = "";
  private nextId = 1000;
  private readonly server = fastify({
    forceCloseConnections: true,
    // GitHub Enterprise Server has the same below /api/v3, but GraphQL at /api/graphql.
    rewriteUrl: ({ url = "" }) => url.replace(/^\/api\/v3(?=\/(?!graphql))|^\/api(?=\/graphql)/, ""),
  });

  static async start(forge: "github" | "gitlab"): Promise<ForgeDouble> {
    const double = new ForgeDouble();
    double.intercept();
    if (forge === "github") double.github();
    else double.gitlab();
    double.apiUrl = await double.server.listen({ port: 0, host: "127.0.0.1" });
    return double;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  fail(fault: Omit<Fault, "times"> & { times?: number }): void {
    this.faults.push({ times: 1, ...fault });
  }

  comment(body: string, author = ForgeDouble.ME, more: Partial<ForgeDoubleEntry> = {}): ForgeDoubleEntry {
    return this.add(this.comments, body, author, more);
  }

  issue(body: string, author = ForgeDouble.ME, more: Partial<ForgeDoubleEntry> = {}): ForgeDoubleEntry {
    return this.add(this.issues, body, author, { title: "title", state: "open", ...more });
  }

  /** Requests that wrote something, in order. */
  get writes(): string[] {
    return this.requests.filter((request) => !request.startsWith("GET") && !request.endsWith("/graphql"));
  }

  private add(
    list: ForgeDoubleEntry[],
    body: string,
    author: ForgeDoubleEntry["author"],
    more: Partial<ForgeDoubleEntry>,
  ): ForgeDoubleEntry {
    const entry = { id: this.nextId++, body, author, ...more };
    list.push(entry);
    return entry;
  }

  private intercept(): void {
    this.server.addHook("onRequest", async (request, reply) => {
      this.requests.push(`${request.method} ${request.url}`);
      const sent = request.headers.authorization ?? request.headers["private-token"];
      if (sent !== `Bearer ${ForgeDouble.TOKEN}` && sent !== ForgeDouble.TOKEN) {
        return reply.code(401).send({ message: `Bad credentials ${sent}` });
      }
    });
    this.server.addHook("preHandler", async (request, reply) => {
      const fault = this.take(request, (candidate) => candidate.cut !== "after");
      if (!fault) return;
      if (fault.cut) {
        request.raw.socket.destroy();
        return reply.hijack();
      }
      return reply
        .code(fault.status ?? 500)
        .headers(fault.headers ?? {})
        .send({ message: fault.message ?? "" });
    });
    this.server.addHook("onSend", async (request, reply, payload) => {
      const fault = this.take(request, (candidate) => candidate.cut === "after");
      if (!fault) return payload;
      request.raw.socket.destroy();
      reply.hijack();
    });
  }

  private take(request: FastifyRequest, matches: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.faults.find(
      (candidate) => candidate.times > 0 && matches(candidate) && candidate.when(request.method, request.url),
    );
    if (fault) fault.times--;
    return fault;
  }

  private github(): void {
    const url = (entry: ForgeDoubleEntry) => `https://github.test/${entry.id}`;
    const shape = (entry: ForgeDoubleEntry) => ({
      id: entry.id,
      number: entry.id,
      title: entry.title,
      state: entry.state,
      body: entry.body,
      html_url: url(entry),
      user: entry.author,
      ...(entry.isPullRequest ? { pull_request: {} } : {}),
    });
    const paged = (list: ForgeDoubleEntry[], request: FastifyRequest, reply: FastifyReply) => {
      const { entries, next } = page(list, request);
      if (next) reply.header("link", `<https://elsewhere.test/?page=${next}>; rel="next"`);
      return entries.map(shape);
    };
    const deployments = "/repos/acme/identity/deployments";
    this.server.get(deployments, (request) =>
      this.deployments.flatMap(({ environment, sha }, id) =>
        environment === (request.query as { environment: string }).environment ? [{ id, sha }] : [],
      ),
    );
    this.server.get(`${deployments}/:id/statuses`, (request) => {
      const { state, at } = this.deployments[Number((request.params as { id: string }).id)] ?? {};
      return state === undefined ? [] : [{ state, created_at: at }];
    });
    const repository = "/repos/acme/identity/issues";
    this.server.get("/user", (_request, reply) =>
      reply.code(403).send({ message: "Resource not accessible by integration" }),
    );
    this.server.post("/graphql", () => ({ data: { viewer: { databaseId: ForgeDouble.ME.id } } }));
    this.server.get(`${repository}/12/comments`, (request, reply) => paged(this.comments, request, reply));
    this.server.post(`${repository}/12/comments`, (request, reply) => {
      reply.code(201);
      return shape(this.comment((request.body as { body: string }).body));
    });
    this.server.patch(`${repository}/comments/:id`, (request, reply) =>
      this.edit(this.comments, request, reply, shape),
    );
    this.server.get(repository, (request, reply) =>
      paged(
        this.issues.filter(({ state }) => state === "open"),
        request,
        reply,
      ),
    );
    this.server.post(repository, (request, reply) => {
      reply.code(201);
      const { title, body } = request.body as { title: string; body: string };
      return shape(this.issue(body, ForgeDouble.ME, { title }));
    });
    this.server.patch(`${repository}/:id`, (request, reply) => this.edit(this.issues, request, reply, shape));
  }

  private gitlab(): void {
    const note = (entry: ForgeDoubleEntry) => ({
      id: entry.id,
      body: entry.body,
      system: entry.system ?? false,
      author: entry.author,
    });
    const issue = (entry: ForgeDoubleEntry) => ({
      iid: entry.id,
      description: entry.body,
      title: entry.title,
      web_url: `https://gitlab.test/${entry.id}`,
    });
    const paged = (list: ForgeDoubleEntry[], request: FastifyRequest, reply: FastifyReply) => {
      const { entries, next } = page(list, request);
      reply.header("x-next-page", next ?? "");
      return entries;
    };
    const project = "/projects/:project";
    this.server.get("/user", () => ({ id: ForgeDouble.ME.id }));
    this.server.get(`${project}/merge_requests/12/notes`, (request, reply) =>
      paged(this.comments, request, reply).map(note),
    );
    this.server.post(`${project}/merge_requests/12/notes`, (request, reply) => {
      reply.code(201);
      return note(this.comment((request.body as { body: string }).body));
    });
    this.server.put(`${project}/merge_requests/12/notes/:id`, (request, reply) =>
      this.edit(this.comments, request, reply, note),
    );
    this.server.get(`${project}/deployments`, (request) => {
      const { environment, status, sort, per_page } = request.query as Record<string, string>;
      const found = this.deployments.filter(
        (each) => each.environment === environment && each.state === status,
      );
      const sorted = sort === "desc" ? found : found.reverse();
      return sorted.slice(0, Number(per_page)).map(({ sha, at }) => ({ sha, updated_at: at }));
    });
    this.server.get(`${project}/issues`, (request, reply) => {
      const { author_id } = request.query as { author_id: string };
      const open = this.issues.filter(
        (entry) => entry.state === "open" && String(entry.author.id) === author_id,
      );
      return paged(open, request, reply).map(issue);
    });
    this.server.post(`${project}/issues`, (request, reply) => {
      reply.code(201);
      const { title, description } = request.body as { title: string; description: string };
      return issue(this.issue(description, ForgeDouble.ME, { title }));
    });
    this.server.put(`${project}/issues/:id`, (request, reply) =>
      this.edit(this.issues, request, reply, issue),
    );
  }

  private edit<T>(
    list: ForgeDoubleEntry[],
    request: FastifyRequest,
    reply: FastifyReply,
    shape: (entry: ForgeDoubleEntry) => T,
  ): T | { message: string } {
    const { id } = request.params as { id: string };
    const entry = list.find((candidate) => String(candidate.id) === id);
    if (!entry) {
      reply.code(404);
      return { message: "Not Found" };
    }
    const { body, description, title, state, state_event } = request.body as Record<string, string>;
    entry.body = body ?? description ?? entry.body;
    entry.title = title ?? entry.title;
    entry.state = state_event === "close" ? "closed" : (state ?? entry.state);
    return shape(entry);
  }
}

function page(
  list: ForgeDoubleEntry[],
  request: FastifyRequest,
): { entries: ForgeDoubleEntry[]; next: number | undefined } {
  const query = request.query as { page: string; per_page: string };
  const [number, size] = [Number(query.page), Number(query.per_page)];
  const entries = list.slice((number - 1) * size, number * size);
  return { entries, next: number * size < list.length ? number + 1 : undefined };
}
