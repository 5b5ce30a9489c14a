import { type HttpProxy, proxyFor } from "../http/proxy";

export interface GithubTarget {
  readonly forge: "github";
  readonly apiUrl: string;
  /** @default - none */
  readonly proxy?: HttpProxy;
  readonly token: string;
  /** owner/name */
  readonly repository: string;
  /** Number of the pull request, undefined outside one. */
  readonly number: number | undefined;
}

export interface GitlabTarget {
  readonly forge: "gitlab";
  readonly apiUrl: string;
  /** @default - none */
  readonly proxy?: HttpProxy;
  readonly token: string;
  /** Number or path of the project. */
  readonly project: string;
  /** Number (iid) of the merge request, undefined outside one. */
  readonly number: number | undefined;
}

export type Target = GithubTarget | GitlabTarget;

export interface TargetOptions {
  readonly forge?: string;
  readonly pullRequest?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to post, from the options and a pipeline's environment.
 *
 * @throws Error when something is missing or malformed
 */
export function readTarget(
  options: TargetOptions,
  environment: Environment,
  readFile: (path: string) => string,
): Target {
  const given =
    options.pullRequest === undefined ? undefined : numberOf(options.pullRequest, "--pull-request");
  return forgeOf(options.forge, environment) === "github"
    ? githubTarget(given, environment, readFile)
    : gitlabTarget(given, environment);
}

function forgeOf(given: string | undefined, environment: Environment): "github" | "gitlab" {
  if (given === "github" || given === "gitlab") return given;
  if (given !== undefined) throw new Error(`forge "${given}" is not supported: give github or gitlab`);
  if (environment.GITLAB_CI || environment.CI_PROJECT_ID) return "gitlab";
  if (environment.GITHUB_ACTIONS || environment.GITHUB_REPOSITORY) return "github";
  throw new Error(
    "cannot tell GitHub from GitLab: run in a pipeline of one, or give --forge github or --forge gitlab with the variables it needs",
  );
}

function githubTarget(
  given: number | undefined,
  environment: Environment,
  readFile: (path: string) => string,
): GithubTarget {
  const repository = required(environment, "GITHUB_REPOSITORY", "owner/name of the repository");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Error(`GITHUB_REPOSITORY "${repository}" is not a repository: give owner/name`);
  }
  const apiUrl = environment.GITHUB_API_URL || "https://api.github.com";
  return {
    forge: "github",
    apiUrl,
    proxy: proxyTo(apiUrl, environment, "GITHUB_API_URL"),
    token: required(environment, "GITHUB_TOKEN", "in a workflow, github.token"),
    repository,
    number: given ?? numberFromEvent(environment.GITHUB_EVENT_PATH, readFile),
  };
}

function gitlabTarget(given: number | undefined, environment: Environment): GitlabTarget {
  const iid = environment.CI_MERGE_REQUEST_IID;
  const apiUrl = environment.CI_API_V4_URL || "https://gitlab.com/api/v4";
  return {
    forge: "gitlab",
    apiUrl,
    proxy: proxyTo(apiUrl, environment, "CI_API_V4_URL"),
    token: required(
      environment,
      "GITLAB_TOKEN",
      "a project access token with scope api, as a masked CI/CD variable",
    ),
    project: required(environment, "CI_PROJECT_ID", "number or path of the project"),
    number: given ?? (iid ? numberOf(iid, "CI_MERGE_REQUEST_IID") : undefined),
  };
}

function proxyTo(apiUrl: string, environment: Environment, variable: string): HttpProxy | undefined {
  if (!URL.canParse(apiUrl)) {
    throw new Error(`${variable} "${apiUrl}" is no address: give one that starts with https://`);
  }
  return proxyFor(apiUrl, environment);
}

function numberFromEvent(path: string | undefined, readFile: (path: string) => string): number | undefined {
  if (!path) return undefined;
  let event: { pull_request?: { number?: number }; issue?: { number?: number; pull_request?: unknown } };
  try {
    event = JSON.parse(readFile(path));
  } catch (error) {
    throw new Error(`the event in GITHUB_EVENT_PATH (${path}) cannot be read: ${(error as Error).message}`);
  }
  return event.pull_request?.number ?? (event.issue?.pull_request ? event.issue.number : undefined);
}

function required(environment: Environment, name: string, what: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set: set it (${what})`);
  return value;
}

function numberOf(text: string, origin: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new Error(`${origin} "${text}" is not a number: give a whole number from 1`);
  return Number(text);
}
