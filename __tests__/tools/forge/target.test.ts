import { readTarget } from "../../../tools/forge/target";

const GITHUB = { GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "acme/identity", GITHUB_TOKEN: "t" };
const GITLAB = { GITLAB_CI: "true", CI_PROJECT_ID: "42", GITLAB_TOKEN: "t" };

const noFile = (path: string): string => {
  throw new Error(`ENOENT: ${path}`);
};

describe("on GitHub", () => {
  test("the number comes from the pull request's event", () => {
    const target = readTarget(
      {},
      { ...GITHUB, GITHUB_API_URL: "https://github.example/api/v3", GITHUB_EVENT_PATH: "/event.json" },
      (path) => (path === "/event.json" ? '{"pull_request":{"number":12}}' : noFile(path)),
    );

    expect(target).toEqual({
      forge: "github",
      apiUrl: "https://github.example/api/v3",
      token: "t",
      repository: "acme/identity",
      number: 12,
    });
  });

  test("the number comes from a comment's event when that is on a pull request", () => {
    const environment = { ...GITHUB, GITHUB_EVENT_PATH: "e" };

    expect(readTarget({}, environment, () => '{"issue":{"number":3,"pull_request":{}}}').number).toBe(3);
    expect(readTarget({}, environment, () => '{"issue":{"number":3}}').number).toBeUndefined();
  });

  test("a number given wins, and the API is github.com's by default", () => {
    const target = readTarget({ pullRequest: "7" }, GITHUB, noFile);

    expect(target).toMatchObject({ apiUrl: "https://api.github.com", number: 7 });
  });

  test("fails when the event cannot be read", () => {
    expect(() => readTarget({}, { ...GITHUB, GITHUB_EVENT_PATH: "/gone" }, noFile)).toThrow(
      new Error("the event in GITHUB_EVENT_PATH (/gone) cannot be read: ENOENT: /gone"),
    );
  });

  test("fails when the repository is not owner/name", () => {
    expect(() => readTarget({}, { ...GITHUB, GITHUB_REPOSITORY: "acme/identity/../x" }, noFile)).toThrow(
      new Error('GITHUB_REPOSITORY "acme/identity/../x" is not a repository: give owner/name'),
    );
  });

  test("fails without a token", () => {
    expect(() => readTarget({}, { ...GITHUB, GITHUB_TOKEN: "" }, noFile)).toThrow(
      new Error("GITHUB_TOKEN is not set: set it (in a workflow, github.token)"),
    );
  });
});

describe("on GitLab", () => {
  test("all comes from the pipeline's variables", () => {
    const environment = {
      ...GITLAB,
      CI_API_V4_URL: "https://gitlab.example/api/v4",
      CI_MERGE_REQUEST_IID: "5",
    };

    expect(readTarget({}, environment, noFile)).toEqual({
      forge: "gitlab",
      apiUrl: "https://gitlab.example/api/v4",
      token: "t",
      project: "42",
      number: 5,
    });
  });

  test("fails without a token", () => {
    expect(() => readTarget({}, { ...GITLAB, GITLAB_TOKEN: undefined }, noFile)).toThrow(
      new Error(
        "GITLAB_TOKEN is not set: set it (a project access token with scope api, as a masked CI/CD variable)",
      ),
    );
  });
});

test("a forge given wins over the environment", () => {
  expect(readTarget({ forge: "gitlab" }, { ...GITHUB, ...GITLAB }, noFile).forge).toBe("gitlab");
  expect(readTarget({ forge: "github" }, { ...GITHUB, ...GITLAB }, noFile).forge).toBe("github");
});

test("fails when the forge is not known", () => {
  expect(() => readTarget({ forge: "gitea" }, {}, noFile)).toThrow(
    new Error('forge "gitea" is not supported: give github or gitlab'),
  );
});

test("fails outside a pipeline when no forge is given", () => {
  expect(() => readTarget({}, {}, noFile)).toThrow(
    new Error(
      "cannot tell GitHub from GitLab: run in a pipeline of one, or give --forge github or --forge gitlab with the variables it needs",
    ),
  );
});

test.each(["0", "-1", "x", "1.5", "12345678901"])("fails when the number is %s", (pullRequest) => {
  expect(() => readTarget({ pullRequest }, GITHUB, noFile)).toThrow(
    new Error(`--pull-request "${pullRequest}" is not a number: give a whole number from 1`),
  );
});
