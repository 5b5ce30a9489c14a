import { stringify } from "yaml";
import { markdownCode } from "../report/escape";
import type { Changed } from "./changed";
import type { ChangedJson } from "./changed-schema";

/** Ways to write what changed; each ends with a line break. */
export const CHANGED_FORMATS: Readonly<Record<string, (changed: Changed) => string>> = {
  text,
  markdown,
  json,
  github: (changed) =>
    Object.entries(changed)
      .map(([name, list]) => `${name}=${JSON.stringify(list)}\n`)
      .join(""),
  gitlab: ({ free, held, affected, files }) => {
    const code = files.length > 0 ? affected : [];
    return stringify({
      ".free": matrix(free),
      ".held": matrix(held),
      ".code": matrix(code),
      ".affected": matrix(affected),
      ".test": where(free.length + held.length > 0, { when: "on_success" }),
      ".note of held": where(held.length > 0, { when: "on_success" }),
      ".note of code": where(code.length > 0, { when: "on_success" }),
      // If it were allowed to fail, what waits for it would run when it has.
      ".release": where(held.length + code.length > 0, { when: "manual", allow_failure: false }),
    });
  },
  atlantis: ({ free, affected }) =>
    stringify({
      version: 3,
      // Environments have states of their own, so that one that fails leaves the others alone.
      parallel_plan: true,
      parallel_apply: true,
      projects: affected.map((name) => ({
        name,
        dir: ".",
        autoplan: { enabled: true, when_modified: ["**/*"] },
        plan_requirements: free.includes(name) ? [] : ["approved"],
      })),
    }),
};

function json({ free, held, gone, affected, files }: Changed): string {
  const lists = {
    free: [...free],
    held: [...held],
    gone: [...gone],
    affected: [...affected],
    files: [...files],
  };
  const written: ChangedJson = { format: 1, kind: "changed", ...lists };
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

function text({ free, held, gone, affected, files }: Changed): string {
  const rest = affected.filter((name) => !free.includes(name) && !held.includes(name));
  const lines = [
    ...free.map((name) => `${name}: changed`),
    ...held.map((name) => `${name}: new, or has another server, provider or state`),
    ...rest.map((name) => `${name}: may have changed, since other files did`),
    ...gone.map((name) => `${name}: is no longer in the configuration`),
    ...files.map((file) => `other file: ${file}`),
  ];
  return `${(lines.length > 0 ? lines : ["no environment changed"]).join("\n")}\n`;
}

/** For a comment: what is planned, and what waits for somebody. */
function markdown({ free, held, gone, affected, files }: Changed): string {
  const names = (list: readonly string[]) => list.map(markdownCode).join(", ");
  const lines = [
    affected.length === 0 && "No environment changes.",
    free.length > 0 && `Planned: ${names(free)}.`,
    held.length > 0 &&
      `**Planned once somebody has released it:** ${names(held)}, new or with another server, provider or state. Its credentials would go there.`,
    files.length > 0 &&
      `**Planned once somebody has released it:** all environments, since other files than the configuration change: ${names(files.slice(0, MOST_FILES))}${files.length > MOST_FILES ? ` and ${files.length - MOST_FILES} more` : ""}.`,
    gone.length > 0 && `No longer in the configuration, and left as they are: ${names(gone)}.`,
  ];
  return `${lines.filter(Boolean).join("\n\n")}\n`;
}

const MOST_FILES = 20;

/** GitLab refuses an empty matrix: a job for no environment never runs. */
function matrix(environments: readonly string[]) {
  return environments.length > 0
    ? { parallel: { matrix: [{ ENVIRONMENT: environments }] } }
    : where(false, {});
}

function where(isMet: boolean, rule: object) {
  return { rules: [isMet ? rule : { when: "never" }] };
}
