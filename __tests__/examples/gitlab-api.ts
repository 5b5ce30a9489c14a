import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastify from "fastify";

/** What GitLab's API says of a merge request, its pipeline and the jobs of that one's child; only to who has the token. */
export class GitlabApi {
  static readonly TOKEN = "token-of-the-notes";
  url = "";
  /** Jobs that ended well, by name. */
  readonly done: string[] = [];
  private readonly server = fastify({ forceCloseConnections: true });

  private constructor(private readonly artifacts: string) {}

  static async start(artifacts: string): Promise<GitlabApi> {
    const api = new GitlabApi(artifacts);
    api.serve();
    api.url = await api.server.listen({ port: 0, host: "127.0.0.1" });
    return api;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private serve(): void {
    this.server.addHook("onRequest", async (request, reply) => {
      if (request.headers["private-token"] !== GitlabApi.TOKEN) return reply.code(401).send();
    });
    const project = "/projects/42";
    this.server.get(`${project}/repository/commits/:sha/merge_requests`, () => [
      { iid: 7, state: "closed", target_branch: "main" },
      { iid: 8, state: "merged", target_branch: "other" },
      { iid: 12, state: "merged", target_branch: "main" },
    ]);
    this.server.get(`${project}/merge_requests/12/pipelines`, () => [
      { id: 31, source: "api" },
      { id: 30, source: "merge_request_event" },
      { id: 29, source: "merge_request_event" },
    ]);
    this.server.get(`${project}/pipelines/30/bridges`, () => [{ downstream_pipeline: { id: 300 } }]);
    this.server.get(`${project}/pipelines/300/jobs`, (request) => {
      const { page } = request.query as { page: string };
      // One a page, so that who reads the first page only is found out.
      return this.done.map((name, id) => ({ id, name })).slice(Number(page) - 1, Number(page));
    });
    this.server.get(`${project}/jobs/:id/artifacts/*`, (request, reply) => {
      const { id, "*": path } = request.params as { id: string; "*": string };
      const file = join(this.artifacts, this.done[Number(id)] ?? "", path);
      return existsSync(file) ? reply.send(readFileSync(file)) : reply.code(404).send();
    });
  }
}
