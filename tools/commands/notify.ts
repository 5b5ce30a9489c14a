import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { isWorthTelling, noticeOf } from "../notices/notice";
import { post } from "../notices/post";
import { KINDS, readTargets } from "../notices/targets";
import type { Outline } from "../report/outline";
import { note } from "./print";

export interface NotifyOptions {
  /** @default - nobody is told */
  readonly notify?: readonly string[];
  readonly notifyAlways?: boolean;
}

/** Adds the options by which a command tells a chat. */
export function notifyOptions(command: Command): Command {
  return command
    .option(
      "--notify <kind=VARIABLE>",
      `tell ${[...KINDS.keys()].join(", ")}, by the webhook whose address is in this variable; may be repeated`,
      (given: string, earlier: string[] = []) => [...earlier, given],
    )
    .option("--notify-always", "tell also that all is in order");
}

/** Tells an outline where the options say. */
export type Tell = (outline: Outline) => Promise<void>;

/** @throws Error when the options are malformed or a variable is not set */
export function readNotify({ notify = [], notifyAlways = false }: NotifyOptions): Tell {
  const targets = readTargets(notify, process.env);
  return async (outline) => {
    if (!notifyAlways && !isWorthTelling(outline)) return;
    const notice = noticeOf(outline, runIn(process.env));
    const told = targets.map(async (target) => {
      const reason = await post(target, target.body(notice), { env: process.env, wait });
      if (reason === undefined) return;
      note(`${target.title} (${target.variable}) was not told, ${reason}`);
    });
    await Promise.all(told);
  };
}

/** Of a command that failed as a whole. */
export const failedOutline = (kind: Outline["kind"], failure: string): Outline => ({
  kind,
  at: new Date().toISOString(),
  environments: [
    {
      name: "all environments",
      status: "failed",
      verdict: "❌ failed: nothing is known",
      failure,
      things: [],
    },
  ],
});

/** The address of the pipeline's run, where there is one. */
function runIn({
  CI_JOB_URL,
  GITHUB_SERVER_URL,
  GITHUB_REPOSITORY,
  GITHUB_RUN_ID,
}: NodeJS.ProcessEnv): string | undefined {
  const run = GITHUB_RUN_ID
    ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
    : CI_JOB_URL;
  return run && /^https?:\/\//.test(run) && URL.canParse(run) ? run : undefined;
}
