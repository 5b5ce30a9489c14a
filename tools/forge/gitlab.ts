import type { Deployment } from "./deployment";
import { ForgeHttp } from "./forge-http";
import type { Board, ClosableBoard, Entry, Wait } from "./publish";
import type { GitlabTarget } from "./target";

interface GitlabNote {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly author: { readonly id: number };
}

interface GitlabIssue {
  readonly iid: number;
  readonly description: string | null;
  readonly web_url: string;
}

const BODY_LIMIT = 1_000_000;

/** The notes of a merge request on GitLab. */
export function gitlabNotes(target: GitlabTarget, number: number, wait: Wait): Board {
  const http = client(target, wait);
  const notes = `${projectPath(target)}/merge_requests/${number}/notes`;
  const toEntry = ({ id, body }: GitlabNote): Entry => ({
    id,
    body,
    url: `note ${id} of merge request !${number}`,
  });
  return {
    bodyLimit: BODY_LIMIT,
    own: async () => {
      const me = await ownId(http);
      const all = await http.list<GitlabNote>(`${notes}?sort=asc&order_by=created_at`);
      return all.filter(({ system, author }) => !system && author.id === me).map(toEntry);
    },
    create: async (body) => toEntry(await http.send("POST", notes, { body })),
    update: async ({ id }, body) => toEntry(await http.send("PUT", `${notes}/${id}`, { body })),
  };
}

/** The open issues of a project on GitLab. */
export function gitlabIssues(target: GitlabTarget, title: string, wait: Wait): ClosableBoard {
  const http = client(target, wait);
  const issues = `${projectPath(target)}/issues`;
  const toEntry = ({ iid, description, web_url }: GitlabIssue): Entry => ({
    id: iid,
    body: description ?? "",
    url: web_url,
  });
  return {
    bodyLimit: BODY_LIMIT,
    own: async () => {
      const query = `state=opened&author_id=${await ownId(http)}&sort=asc&order_by=created_at`;
      return (await http.list<GitlabIssue>(`${issues}?${query}`)).map(toEntry);
    },
    create: async (body) => toEntry(await http.send("POST", issues, { title, description: body })),
    update: async ({ id }, body) =>
      toEntry(await http.send("PUT", `${issues}/${id}`, { title, description: body })),
    close: async ({ id }) => {
      await http.send("PUT", `${issues}/${id}`, { state_event: "close" });
    },
  };
}

/** The last deployment to one of a project's environments that succeeded, undefined where there is none. @throws ForgeError */
export async function lastGitlabDeployment(
  target: GitlabTarget,
  environment: string,
  wait: Wait,
): Promise<Deployment | undefined> {
  const query = new URLSearchParams({
    environment,
    status: "success",
    order_by: "id",
    sort: "desc",
    per_page: "1",
  });
  const [last] = await client(target, wait).send<{ sha: string; updated_at: string }[]>(
    "GET",
    `${projectPath(target)}/deployments?${query}`,
  );
  return last && { commit: last.sha, at: last.updated_at };
}

function client(target: GitlabTarget, wait: Wait): ForgeHttp {
  return new ForgeHttp({
    forge: "GitLab",
    apiUrl: target.apiUrl,
    proxy: target.proxy,
    token: target.token,
    permission: "use the API (a project access token with scope api and role Reporter or above)",
    wait,
    headers: { "private-token": target.token },
  });
}

function projectPath({ project }: GitlabTarget): string {
  return `/projects/${encodeURIComponent(project)}`;
}

async function ownId(http: ForgeHttp): Promise<number> {
  return (await http.send<{ id: number }>("GET", "/user")).id;
}
