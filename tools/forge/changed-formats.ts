import { stringify } from "yaml";
import type { Changed } from "./changed";

/** Ways to write what changed; each ends with a line break. */
export const CHANGED_FORMATS: Readonly<Record<string, (changed: Changed) => string>> = {
  text,
  json: (changed) => `${JSON.stringify(changed, undefined, 2)}\n`,
  github: (changed) =>
    Object.entries(changed)
      .map(([name, list]) => `${name}=${JSON.stringify(list)}\n`)
      .join(""),
  gitlab: ({ free, held, affected }) =>
    stringify({ ".free": job(free), ".held": job(held), ".affected": job(affected) }),
  atlantis: ({ free }) =>
    stringify({
      version: 3,
      // Environments have states of their own, so that one that fails leaves the others alone.
      parallel_plan: true,
      parallel_apply: true,
      projects: free.map((name) => ({
        name,
        dir: ".",
        workflow: "agent-stack",
        autoplan: { enabled: true, when_modified: ["**/*"] },
      })),
    }),
};

function text({ free, held, gone, affected, files }: Changed): string {
  const rest = affected.filter((name) => !free.includes(name) && !held.includes(name));
  const lines = [
    ...free.map((name) => `${name}: changed`),
    ...held.map((name) => `${name}: new, or has another server, provider or state`),
    ...rest.map((name) => `${name}: may have changed, since other files did`),
    ...gone.map((name) => `${name}: is in the configuration no more`),
    ...files.map((file) => `other file: ${file}`),
  ];
  return `${(lines.length > 0 ? lines : ["no environment changed"]).join("\n")}\n`;
}

/** GitLab refuses an empty matrix: a job for no environment never runs. */
function job(environments: readonly string[]) {
  return environments.length > 0
    ? { parallel: { matrix: [{ ENVIRONMENT: environments }] } }
    : { rules: [{ when: "never" }] };
}
