import { linesOf, restOf } from "./lines";
import type { Notice, NoticedEnvironment } from "./notice";

/** Of rich text, Slack reads neither markup nor mentions. */
const text = (content: string, isBold = false) => ({
  type: "text",
  text: content,
  ...(isBold && { style: { bold: true } }),
});
const section = (...elements: readonly object[]) => ({ type: "rich_text_section", elements });
const richText = (...elements: readonly object[]) => ({ type: "rich_text", elements });

/** The body of a request to an incoming webhook of Slack. */
export function slackBody(notice: Notice): string {
  const { title, environments, run } = notice;
  const rest = restOf(notice);
  const blocks = [
    { type: "header", text: { type: "plain_text", text: title, emoji: false } },
    ...environments.map(environmentBlock),
    ...(rest ? [richText(section(text(rest)))] : []),
    ...(run ? [richText(section({ type: "link", url: run, text: "The run" }))] : []),
  ];
  // What notifications show: words of ours, without markup.
  return JSON.stringify({ text: title, mrkdwn: false, unfurl_links: false, blocks });
}

function environmentBlock(environment: NoticedEnvironment): object {
  const { name, server, verdict } = environment;
  const lines = linesOf(environment, environment.things.length);
  return richText(
    section(text(name, true), text(`${server ? ` at ${server}` : ""}: ${verdict}`)),
    ...(lines.length > 0
      ? [{ type: "rich_text_list", style: "bullet", elements: lines.map((line) => section(text(line))) }]
      : []),
  );
}
