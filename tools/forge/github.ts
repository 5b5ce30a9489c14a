import type { Deployment } from "./deployment";
import { ForgeError, ForgeHttp } from "./forge-http";
import type { Board, ClosableBoard, Entry, Wait } from "./publish";
import type { GithubTarget } from "./target";

interface GithubEntry {
  readonly id: number;
  readonly number: number;
  readonly body: string | null;
  readonly html_url: string;
  readonly user: { readonly id: number; readonly type: string } | null;
  readonly pull_request?: unknown;
}

const BODY_LIMIT = 65_536;

/** The comments of a pull request on GitHub. */
export function githubComments(target: GithubTarget, number: number, wait: Wait): Board {
  const http = client(target, "write pull requests (permissions: pull-requests: write)", wait);
  const comments = `/repos/${target.repository}/issues/${number}/comments`;
  return {
    bodyLimit: BODY_LIMIT,
    own: async () =>
      (await ownEntries(http, target.apiUrl, comments)).map((comment) => entryOf(comment, comment.id)),
    create: async (body) => toComment(await http.send("POST", comments, { body })),
    update: async ({ id }, body) =>
      toComment(await http.send("PATCH", `/repos/${target.repository}/issues/comments/${id}`, { body })),
  };
}

/** The open issues of a repository on GitHub. */
export function githubIssues(target: GithubTarget, title: string, wait: Wait): ClosableBoard {
  const http = client(target, "write issues (permissions: issues: write)", wait);
  const issues = `/repos/${target.repository}/issues`;
  return {
    bodyLimit: BODY_LIMIT,
    own: async () => {
      const open = await ownEntries(http, target.apiUrl, `${issues}?state=open&sort=created&direction=asc`);
      return open.filter((issue) => !issue.pull_request).map((issue) => entryOf(issue, issue.number));
    },
    create: async (body) => toIssue(await http.send("POST", issues, { title, body })),
    update: async ({ id }, body) => toIssue(await http.send("PATCH", `${issues}/${id}`, { title, body })),
    close: async ({ id }) => {
      await http.send("PATCH", `${issues}/${id}`, { state: "closed", state_reason: "completed" });
    },
  };
}

/** Of older deployments nobody asks: an environment that failed so often is looked at otherwise. */
const MOST_DEPLOYMENTS = 20;

/** The last deployment to one of a repository's environments that succeeded, undefined where there is none. @throws ForgeError */
export async function lastGithubDeployment(
  target: GithubTarget,
  environment: string,
  wait: Wait,
): Promise<Deployment | undefined> {
  const http = client(target, "read deployments (permissions: deployments: read)", wait);
  const path = `/repos/${target.repository}/deployments`;
  const query = new URLSearchParams({ environment, per_page: String(MOST_DEPLOYMENTS) });
  const deployments = await http.send<{ id: number; sha: string }[]>("GET", `${path}?${query}`);
  for (const { id, sha } of deployments) {
    const [last] = await http.send<{ state: string; created_at: string }[]>(
      "GET",
      `${path}/${id}/statuses?per_page=1`,
    );
    if (last?.state === "success") return { commit: sha, at: last.created_at };
  }
  return undefined;
}

function client(target: GithubTarget, permission: string, wait: Wait): ForgeHttp {
  return new ForgeHttp({
    forge: "GitHub",
    apiUrl: target.apiUrl,
    proxy: target.proxy,
    token: target.token,
    permission,
    wait,
    headers: {
      authorization: `Bearer ${target.token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
  });
}

// A token with write access may edit anybody's comment, and its author could then rewrite our report: touch only our own.
async function ownEntries(http: ForgeHttp, apiUrl: string, path: string): Promise<GithubEntry[]> {
  const viewer = await viewerId(http, apiUrl);
  const entries = await http.list<GithubEntry>(path);
  return entries.filter(({ user }) => (viewer === undefined ? user?.type === "Bot" : user?.id === viewer));
}

// A workflow's own token may not read /user, but GraphQL tells it who it is.
async function viewerId(http: ForgeHttp, apiUrl: string): Promise<number | undefined> {
  return (await viewerOfRest(http)) ?? (await viewerOfGraphql(http, apiUrl));
}

async function viewerOfRest(http: ForgeHttp): Promise<number | undefined> {
  return (await unlessForbidden(http.send<{ id?: number }>("GET", "/user")))?.id;
}

async function viewerOfGraphql(http: ForgeHttp, apiUrl: string): Promise<number | undefined> {
  const query = "{ viewer { databaseId } }";
  // On GitHub Enterprise Server the REST API is at /api/v3 and GraphQL at /api/graphql.
  const path = apiUrl.replace(/\/+$/, "").endsWith("/api/v3") ? "/../graphql" : "/graphql";
  const answer = await unlessForbidden(
    http.send<{ data?: { viewer?: { databaseId?: number } } }>("POST", path, { query }),
  );
  return answer?.data?.viewer?.databaseId;
}

async function unlessForbidden<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ForgeError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

function entryOf({ body, html_url }: GithubEntry, id: number): Entry {
  return { id, body: body ?? "", url: html_url };
}

function toComment(comment: GithubEntry): Entry {
  return entryOf(comment, comment.id);
}

function toIssue(issue: GithubEntry): Entry {
  return entryOf(issue, issue.number);
}
