import { setTimeout as wait } from "node:timers/promises";
import { lastGithubDeployment } from "../forge/github";
import { lastGitlabDeployment } from "../forge/gitlab";
import { readTarget } from "../forge/target";
import type { LastDeployment } from "./last-applied";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How to ask the forge, whose environments the pipelines deploy to, for the last deployment to one; undefined where no variable says
 * which forge it is.
 *
 * Neither a state nor authentik has the commit: written there, it would be a change in each plan.
 *
 * @throws Error when the variables are malformed
 */
export function lastDeployment(env: Variables): LastDeployment | undefined {
  const isGithub = Boolean(env.GITHUB_TOKEN && env.GITHUB_REPOSITORY);
  const isGitlab = Boolean(env.GITLAB_TOKEN && env.CI_PROJECT_ID);
  if (!isGithub && !isGitlab) return undefined;
  const target = readTarget({ forge: isGitlab ? "gitlab" : "github" }, env, () => "{}");
  return (environment) =>
    target.forge === "github"
      ? lastGithubDeployment(target, environment, wait)
      : lastGitlabDeployment(target, environment, wait);
}
