import { githubComments, githubIssues } from "../../../tools/forge/github";
import { gitlabIssues, gitlabNotes } from "../../../tools/forge/gitlab";
import { close, publish } from "../../../tools/forge/publish";
import { ForgeDouble } from "./forge-double";

const MARKER = "<!-- agent-stack:plan -->";
const REPORT = `${MARKER}\n# Plan\n\n2 changes`;

const FORGES = {
  github: {
    comments: (apiUrl: string, wait = noWait) => githubComments(github(apiUrl), 12, wait),
    issues: (apiUrl: string, wait = noWait) => githubIssues(github(apiUrl), "Drift in identity", wait),
    comment: "/repos/acme/identity/issues/comments",
    commentsList: "/repos/acme/identity/issues/12/comments",
    update: "PATCH",
  },
  gitlab: {
    comments: (apiUrl: string, wait = noWait) => gitlabNotes(gitlab(apiUrl), 12, wait),
    issues: (apiUrl: string, wait = noWait) => gitlabIssues(gitlab(apiUrl), "Drift in identity", wait),
    comment: "/projects/acme%2Fidentity/merge_requests/12/notes",
    commentsList: "/projects/acme%2Fidentity/merge_requests/12/notes",
    update: "PUT",
  },
};

function github(apiUrl: string) {
  const number = 12;
  return { forge: "github", apiUrl, token: ForgeDouble.TOKEN, repository: "acme/identity", number } as const;
}

function gitlab(apiUrl: string) {
  return { forge: "gitlab", apiUrl, token: ForgeDouble.TOKEN, project: "acme/identity", number: 12 } as const;
}

async function noWait(_milliseconds: number): Promise<void> {}

describe.each(["github", "gitlab"] as const)("a report on %s", (name) => {
  const forge = FORGES[name];
  let double: ForgeDouble;
  let waits: number[];
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const post = (report = REPORT) => publish(forge.comments(double.apiUrl, wait), MARKER, report, wait);
  const isPost = (method: string, url: string) => method === "POST" && url === forge.commentsList;

  beforeEach(async () => {
    double = await ForgeDouble.start(name);
    waits = [];
  });

  afterEach(() => double.close());

  test("creates the comment the first time", async () => {
    const outcome = await post();

    expect(outcome.action).toBe("created");
    expect(double.comments.map(({ body }) => body)).toEqual([REPORT]);
  });

  test("updates the same comment the next time", async () => {
    await post();
    const outcome = await post(`${MARKER}\nother`);

    expect(outcome.action).toBe("updated");
    expect(double.comments.map(({ body }) => body)).toEqual([`${MARKER}\nother`]);
  });

  test("writes nothing when the comment shows the report already", async () => {
    double.comment(REPORT.replaceAll("\n", "\r\n"));

    const outcome = await post();

    expect(outcome.action).toBe("left unchanged");
    expect(double.writes).toEqual([]);
  });

  test("finds its comment on the third page", async () => {
    for (let i = 0; i < 240; i++) double.comment(`talk ${i}`, ForgeDouble.SOMEBODY);
    const own = double.comment(`${MARKER}\nold`);

    const outcome = await post();

    expect(outcome.action).toBe("updated");
    expect(own.body).toBe(REPORT);
    expect(double.writes).toEqual([`${forge.update} ${forge.comment}/${own.id}`]);
  });

  test("leaves a comment that somebody planted with our marker alone", async () => {
    const planted = double.comment(`${MARKER}\nnothing to see here`, ForgeDouble.SOMEBODY);

    const outcome = await post();

    expect(outcome.action).toBe("created");
    expect(planted.body).toBe(`${MARKER}\nnothing to see here`);
    expect(double.writes).toEqual([`POST ${forge.commentsList}`]);
  });

  test("leaves our other comments that quote the marker further down alone", async () => {
    double.comment(`see ${MARKER}`);
    double.comment("<!-- agent-stack:plan-staging -->\nother report");

    await post();

    expect(double.comments.map(({ body }) => body)).toEqual([
      `see ${MARKER}`,
      "<!-- agent-stack:plan-staging -->\nother report",
      REPORT,
    ]);
  });

  test.each([403, 404, 410])("posts a new comment when the old one answers %i", async (status) => {
    const old = double.comment(`${MARKER}\nold`);
    double.fail({ when: (method) => method === forge.update, status, message: "no" });

    const outcome = await post();

    expect(outcome.action).toBe("created");
    expect(double.writes).toEqual([
      `${forge.update} ${forge.comment}/${old.id}`,
      `POST ${forge.commentsList}`,
    ]);
  });

  test("reads and updates again after server errors and cut connections, waiting longer each time", async () => {
    double.comment(`${MARKER}\nold`);
    double.fail({
      when: (method, url) => method === "GET" && url.startsWith(forge.commentsList),
      status: 502,
      times: 2,
    });
    double.fail({ when: (method) => method === forge.update, cut: "before" });

    const outcome = await post();

    expect(outcome.action).toBe("updated");
    expect(waits.length).toBe(3);
    expect(waits[0]).toBeGreaterThanOrEqual(500);
    expect(waits[0]).toBeLessThanOrEqual(1000);
    expect(waits[1]).toBeGreaterThanOrEqual(1000);
    expect(waits[1]).toBeLessThanOrEqual(2000);
  });

  test.each([
    { limit: "429", status: 429 },
    { limit: "secondary rate limit", status: 403 },
  ])("posts again after the time the forge asks for ($limit)", async ({ status }) => {
    double.fail({
      when: isPost,
      status,
      headers: { "retry-after": "7" },
      message: "You have exceeded a secondary rate limit",
    });

    await post();

    expect(waits).toEqual([7000]);
    expect(double.comments.map(({ body }) => body)).toEqual([REPORT]);
  });

  test("gives up at once when the forge asks for an hour", async () => {
    double.fail({ when: isPost, status: 429, headers: { "retry-after": "3600" }, message: "slow down" });

    const failure = post();

    await expect(failure).rejects.toThrow(/answered 429 slow down: too many requests, try again later$/);
    expect(waits).toEqual([]);
  });

  test("does not post twice when the answer to a post got lost", async () => {
    double.fail({ when: isPost, cut: "after" });

    const outcome = await post();

    expect(outcome.action).toBe("created");
    expect(double.comments.map(({ body }) => body)).toEqual([REPORT]);
    expect(double.writes).toEqual([`POST ${forge.commentsList}`]);
  });

  test("posts again after looking when a post did not arrive", async () => {
    double.fail({ when: isPost, cut: "before" });

    await post();

    expect(double.comments.map(({ body }) => body)).toEqual([REPORT]);
    expect(double.writes).toEqual([`POST ${forge.commentsList}`, `POST ${forge.commentsList}`]);
  });

  test("fails after five tries", async () => {
    double.fail({ when: isPost, status: 503, message: "down", times: 99 });

    const failure = post();

    await expect(failure).rejects.toThrow(/answered 503 down: try again later$/);
    expect(double.writes.length).toBe(5);
  });

  test("fails when the token may not write, saying what it must be allowed to do", async () => {
    double.fail({ when: isPost, status: 403, message: "Resource not accessible by integration" });

    const failure = post();

    await expect(failure).rejects.toThrow(
      /answered 403 Resource not accessible by integration: check that it exists and that the token may (write pull requests \(permissions: pull-requests: write\)|use the API \(a project access token with scope api and role Reporter or above\))$/,
    );
    expect(double.writes.length).toBe(1);
  });

  test("fails on one line, without the token, when it is refused", async () => {
    double.fail({
      when: () => true,
      status: 401,
      message: `Bad\ncredentials ${ForgeDouble.TOKEN}\u001b[31m`,
    });

    const failure = post();

    await expect(failure).rejects.toThrow(
      /answered 401 Bad credentials \*\*\* \[31m: give a token that is valid$/,
    );
  });

  test("fails when nobody listens", async () => {
    await double.close();

    const failure = post();

    await expect(failure).rejects.toThrow(
      /cannot be reached at http:\S+ \(ECONNREFUSED\): check the address and the network$/,
    );
  });

  test("opens an issue on drift, updates it, closes it when clean", async () => {
    const marker = "<!-- agent-stack:drift -->";
    const board = forge.issues(double.apiUrl, wait);

    const outcomes = [
      await publish(board, marker, "brand drifted", wait),
      await publish(board, marker, "brand and flow drifted", wait),
      await close(board, marker),
      await close(board, marker),
    ];

    expect(outcomes.map(({ action }) => action)).toEqual([
      "created",
      "updated",
      "closed",
      "nothing to close",
    ]);
    expect(double.issues).toEqual([
      expect.objectContaining({
        title: "Drift in identity",
        state: "closed",
        body: `${marker}\nbrand and flow drifted`,
      }),
    ]);
  });

  test("opens a new issue when it drifts again after the last was closed", async () => {
    const marker = "<!-- agent-stack:drift -->";
    double.issue(`${marker}\nold`, ForgeDouble.ME, { state: "closed" });

    const outcome = await publish(forge.issues(double.apiUrl), marker, "again", wait);

    expect(outcome.action).toBe("created");
    expect(double.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("leaves issues of others with our marker open", async () => {
    double.issue("<!-- agent-stack:drift -->\nplanted", ForgeDouble.SOMEBODY);

    const outcome = await close(forge.issues(double.apiUrl), "<!-- agent-stack:drift -->");

    expect(outcome).toEqual({ action: "nothing to close" });
  });
});

describe("who we are on GitHub", () => {
  let double: ForgeDouble;

  beforeEach(async () => {
    double = await ForgeDouble.start("github");
  });

  afterEach(() => double.close());

  test("counts the comments of bots only when the token cannot tell", async () => {
    double.fail({ when: (_method, url) => url === "/graphql", status: 403 });
    double.comment(`${MARKER}\nplanted`, ForgeDouble.SOMEBODY);
    const own = double.comment(`${MARKER}\nold`);

    await publish(githubComments(github(double.apiUrl), 12, noWait), MARKER, REPORT, noWait);

    expect(own.body).toBe(REPORT);
    expect(double.comments[0]?.body).toBe(`${MARKER}\nplanted`);
  });

  test("asks GitHub Enterprise Server where it has GraphQL, and leaves other bots' comments alone", async () => {
    const other = double.comment(`${MARKER}\nof another bot`, { id: 99, type: "Bot" });

    await publish(githubComments(github(`${double.apiUrl}/api/v3`), 12, noWait), MARKER, REPORT, noWait);

    expect(double.comments.map(({ body }) => body)).toEqual([other.body, REPORT]);
  });

  test("never takes a pull request for its issue", async () => {
    double.issue(`${MARKER}\npull request`, ForgeDouble.ME, { isPullRequest: true });

    const outcome = await publish(
      githubIssues(github(double.apiUrl), "Drift", noWait),
      MARKER,
      REPORT,
      noWait,
    );

    expect(outcome.action).toBe("created");
  });
});

describe("notes on GitLab", () => {
  let double: ForgeDouble;

  beforeEach(async () => {
    double = await ForgeDouble.start("gitlab");
  });

  afterEach(() => double.close());

  test("written by GitLab itself are not comments", async () => {
    double.comment(`${MARKER}\nsystem`, ForgeDouble.ME, { system: true });

    const outcome = await publish(gitlabNotes(gitlab(double.apiUrl), 12, noWait), MARKER, REPORT, noWait);

    expect(outcome.action).toBe("created");
  });
});
