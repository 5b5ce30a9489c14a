import { jsonBody } from "./json";
import type { Notice } from "./notice";
import { slackBody } from "./slack";
import { teamsBody } from "./teams";

interface Kind {
  readonly title: string;
  readonly body: (notice: Notice) => string;
}

/** Where notices can go to, by what is typed. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["slack", { title: "Slack", body: slackBody }],
  ["teams", { title: "Teams", body: teamsBody }],
  ["json", { title: "the webhook", body: jsonBody }],
]);

export interface NoticeTarget extends Kind {
  /** The variable of the environment that has the address, which is a secret. */
  readonly variable: string;
  readonly url: string;
}

/**
 * Reads what was given as `slack=VARIABLE`.
 *
 * @throws Error that tells all mistakes, and no address
 */
export function readTargets(
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly NoticeTarget[] {
  const read = given.map((each) => targetOf(each, env));
  const mistakes = read.filter((each) => typeof each === "string");
  if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
  return read.filter((each) => typeof each !== "string");
}

function targetOf(given: string, env: Readonly<Record<string, string | undefined>>): NoticeTarget | string {
  const [, name = "", variable = ""] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
  const kind = KINDS.get(name);
  if (!kind || !/^[A-Za-z_]\w*$/.test(variable)) {
    // What was given may be the address.
    return `--notify: give one of ${[...KINDS.keys()].join(", ")} and the name of the variable that has the webhook's address, as in slack=SLACK_WEBHOOK; the address itself is a secret and belongs into that variable`;
  }
  const url = env[variable]?.trim();
  if (!url) return `--notify ${name}=${variable}: the variable ${variable} is not set`;
  if (!/^https?:\/\/[^/\s]/.test(url) || !URL.canParse(url)) {
    return `--notify ${name}=${variable}: the variable ${variable} has no address that starts with https:// or http://`;
  }
  return { ...kind, variable, url };
}
