import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastApplied } from "../../../tools/status/last-applied";
import { lastDeployment } from "../../../tools/status/last-deployment";
import { ForgeDouble } from "../forge/forge-double";

const AT = "2026-11-20T09:30:00.000Z";
const SHA = "5f3c2a1b9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "agent-stack-status-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A stack that keeps its state there. */
function stackWith(backend: object) {
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
  return { name: "acme", directory };
}

const inBucket = () => stackWith({ s3: { bucket: "states" } });
const never = () => {
  throw new Error("nothing is to be asked or noted");
};

const VARIABLES = {
  github: ({ apiUrl }: ForgeDouble) => ({
    GITHUB_TOKEN: ForgeDouble.TOKEN,
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_API_URL: apiUrl,
  }),
  gitlab: ({ apiUrl }: ForgeDouble) => ({
    GITLAB_TOKEN: ForgeDouble.TOKEN,
    CI_PROJECT_ID: "acme/identity",
    CI_API_V4_URL: apiUrl,
  }),
};

describe.each(["github", "gitlab"] as const)("of a state elsewhere %s knows the last apply", (name) => {
  let double: ForgeDouble;
  beforeEach(async () => {
    double = await ForgeDouble.start(name);
  });
  afterEach(() => double.close());

  test("by the last deployment to that environment which succeeded", async () => {
    const older = {
      environment: "acme",
      sha: "0".repeat(40),
      state: "success",
      at: "2026-11-19T09:30:00.000Z",
    };
    double.deployments.push(
      { ...older, environment: "acme-plan" },
      { ...older, state: "failure" },
      { ...older, sha: SHA, at: AT },
      older,
    );

    const known = await lastApplied(inBucket(), lastDeployment(VARIABLES[name](double)), never);

    expect(known).toEqual({ lastApply: AT, commit: SHA });
  });

  test("not where nothing was deployed", async () => {
    expect(await lastApplied(inBucket(), lastDeployment(VARIABLES[name](double)), never)).toEqual({});
  });

  test("not where it refuses, which is noted", async () => {
    const notes: string[] = [];
    double.fail({ when: () => true, status: 403, message: "Resource not accessible" });

    const known = await lastApplied(inBucket(), lastDeployment(VARIABLES[name](double)), (text) => {
      notes.push(text);
    });

    expect(known).toEqual({});
    const may = {
      github:
        "GitHub answered 403 Resource not accessible: check that it exists and that the token may read deployments (permissions: deployments: read)",
      gitlab:
        "GitLab answered 403 Resource not accessible: check that it exists and that the token may use the API (a project access token with scope api and role Reporter or above)",
    };
    expect(notes).toEqual([`acme: the commit it was deployed from is not known: ${may[name]}`]);
  });
});

test("of a state in a file the file tells it, and no forge is asked", async () => {
  const path = join(directory, "acme.tfstate");
  const stack = stackWith({ local: { path } });

  expect(await lastApplied(stack, never, never)).toEqual({});
  writeFileSync(path, "{}");
  utimesSync(path, new Date(AT), new Date(AT));
  expect(await lastApplied(stack, never, never)).toEqual({ lastApply: AT });
});

test("where no variable says which forge there is, none is asked", async () => {
  expect(lastDeployment({ GITHUB_REPOSITORY: "acme/identity" })).toBeUndefined();
  expect(await lastApplied(inBucket(), undefined, never)).toEqual({});
});
