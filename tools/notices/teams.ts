import { linesOf, restOf } from "./lines";
import type { Notice, NoticedEnvironment } from "./notice";

/** More than that Teams refuses. */
const MOST_BYTES = 28_000;

/** Of a text run, cards read no Markdown. */
const runs = (...inlines: readonly object[]) => ({ type: "RichTextBlock", inlines });
const run = (text: string, isBold = false) => ({
  type: "TextRun",
  text,
  ...(isBold && { weight: "Bolder" }),
});

/** The body of a request to a workflow of Teams that posts a card when a webhook request is received. */
export function teamsBody(notice: Notice): string {
  const bodies = [Number.POSITIVE_INFINITY, 2].map((most) => bodyWith(notice, most));
  return bodies.find((body) => Buffer.byteLength(body) <= MOST_BYTES) ?? bodyWith(notice, 0);
}

function bodyWith(notice: Notice, mostThings: number): string {
  const { title, environments, run: address } = notice;
  const rest = restOf(notice);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      { type: "TextBlock", text: title, weight: "Bolder", size: "Medium", wrap: true },
      ...environments.flatMap((environment) => blocksOf(environment, mostThings)),
      ...(rest ? [runs(run(rest))] : []),
    ],
    ...(address && { actions: [{ type: "Action.OpenUrl", title: "The run", url: address }] }),
  };
  const card = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content };
  return JSON.stringify({ type: "message", attachments: [card] });
}

function blocksOf(environment: NoticedEnvironment, mostThings: number): object[] {
  const { name, server, verdict } = environment;
  return [
    { ...runs(run(name, true), run(`${server ? ` at ${server}` : ""}: ${verdict}`)), separator: true },
    ...linesOf(environment, mostThings).map((line) => runs(run(`• ${line}`))),
  ];
}
