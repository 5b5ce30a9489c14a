import { oneLine, shorten } from "../report/escape";
import type { Outline, OutlinedEnvironment } from "../report/outline";
import { maskText } from "../secrets";

/** What a chat is told: short, and without values of attributes. */
export interface Notice {
  readonly kind: Outline["kind"];
  /** ISO 8601. */
  readonly at: string;
  /** In words of ours only. */
  readonly title: string;
  /** Those that are not in order, what failed first. */
  readonly environments: readonly NoticedEnvironment[];
  /** How many further ones are not in order. */
  readonly more: number;
  /** Address of the pipeline's run. */
  readonly run?: string;
}

export interface NoticedEnvironment extends OutlinedEnvironment {
  /** How many further things there are. */
  readonly more: number;
}

const MOST_ENVIRONMENTS = 10;
const MOST_THINGS = 5;
const MOST_TEXT = 200;

/** Whether there is something to tell. */
export const isWorthTelling = ({ environments }: Outline) =>
  environments.some(({ status }) => status !== "in order");

export function noticeOf({ kind, at, environments }: Outline, run: string | undefined): Notice {
  const open = environments.filter(({ status }) => status !== "in order");
  const sorted = [...open].sort((a, b) => Number(b.status === "failed") - Number(a.status === "failed"));
  return {
    kind,
    at,
    title: `agent-stack ${kind}: ${overview(environments)}`,
    environments: sorted.slice(0, MOST_ENVIRONMENTS).map(noticed),
    more: Math.max(0, open.length - MOST_ENVIRONMENTS),
    run,
  };
}

function overview(environments: readonly OutlinedEnvironment[]): string {
  const count = (status: string) => environments.filter((each) => each.status === status).length;
  return [
    ...(count("failed") > 0 ? [`${count("failed")} failed`] : []),
    ...(count("attention") > 0 ? [`${count("attention")} with something to look at`] : []),
    `${count("in order")} in order`,
  ].join(", ");
}

function noticed({
  name,
  server,
  failure,
  verdict,
  things,
  ...rest
}: OutlinedEnvironment): NoticedEnvironment {
  return {
    ...rest,
    name: plain(name),
    server: server && plain(server),
    verdict: plain(verdict),
    failure: failure && plain(failure),
    things: things.slice(0, MOST_THINGS).map((thing) => ({
      ...thing,
      subject: plain(thing.subject),
      message: plain(thing.message),
    })),
    more: Math.max(0, things.length - MOST_THINGS),
  };
}

/** A secret that is cut off would be recognised no more. */
const plain = (text: string) => shorten(oneLine(maskText(text)), MOST_TEXT);
