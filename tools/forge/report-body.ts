/**
 * The hidden first line by which we find our own comment again.
 *
 * @throws Error when the name could end the HTML comment early
 */
export function markerOf(name: string): string {
  if (!/^[a-z0-9]+([._-][a-z0-9]+)*$/i.test(name) || name.length > 64) {
    throw new Error(
      `marker "${name}" is not allowed: use at most 64 letters and digits, with single dots, dashes or underscores between them`,
    );
  }
  return `<!-- agent-stack:${name} -->`;
}

/** The report as it is posted: marker first, no line the forge would take for a command, within the forge's limit. */
export function reportBody(report: string, marker: string, limit: number): string {
  const marked = report.startsWith(marker) ? report : `${marker}\n${report}`;
  return cut(withoutCommands(marked.replaceAll("\r\n", "\n")).trimEnd(), limit);
}

/** Whether two bodies show the same, whatever line ends the forge keeps. */
export function isSameBody(one: string, other: string): boolean {
  return one.replaceAll("\r\n", "\n").trimEnd() === other.replaceAll("\r\n", "\n").trimEnd();
}

/** GitLab runs a line such as `/merge` with the rights of our token; a zero-width space before it shows the same and runs nothing. */
function withoutCommands(body: string): string {
  return body.replace(/^([^\S\n]*)\//gm, "$1\u200b/");
}

function cut(body: string, limit: number): string {
  if (body.length <= limit) return body;
  const note = `**This report was cut: it has ${body.length} characters, at most ${limit} fit here. The whole report is kept with the job.**`;
  const room = limit - note.length - 200;
  const lineEnd = body.lastIndexOf("\n", room);
  const head = body.slice(0, lineEnd > room / 2 ? lineEnd : room);
  return `${head}${closing(head)}\n\n${note}`;
}

function closing(head: string): string {
  let fence: string | undefined;
  let details = 0;
  for (const line of head.split("\n")) {
    const [, ticks] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      fence = ticks;
      details += (line.match(/<details/g)?.length ?? 0) - (line.match(/<\/details>/g)?.length ?? 0);
    } else if (ticks?.startsWith(fence) && line.trim() === ticks) {
      fence = undefined;
    }
  }
  return `${fence === undefined ? "" : `\n${fence}`}${"\n</details>".repeat(Math.min(Math.max(0, details), 10))}`;
}
