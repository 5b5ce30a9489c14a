import { escapeHtml, escapeMarkdown, oneLine } from "../report/escape";
import type { ReportJson } from "../report/report-schema";
import { SEVERITIES } from "../severity";

/** One of the reports that are shown together. */
export interface Part {
  readonly markdown: string;
  /** What its report in JSON says of its environments. @default - none: a text that is shown first, as it is */
  readonly environments?: readonly PartEnvironment[];
}

export type PartEnvironment = Pick<
  ReportJson["environments"][number],
  "name" | "status" | "severity" | "verdict"
>;

/** Reports as one of at most so many characters: all verdicts, worst first, then as many whole reports as fit, folded. */
export function jointReport(parts: readonly Part[], limit: number): string {
  const texts = parts.filter(({ environments }) => environments === undefined);
  const reports = parts.filter(hasEnvironments).sort((a, b) => rankOf(a) - rankOf(b));
  const shown = [
    ...texts.map(({ markdown }) => markdown.trim()),
    ...(reports.length > 0 ? [table(reports)] : []),
  ];
  const room = limit - LONGEST_NOTE;
  const left: Report[] = [];
  let used = shown.join(GAP).length;
  for (const report of reports) {
    const section = folded(report);
    if (used + GAP.length + section.length > room) {
      left.push(report);
    } else {
      used += GAP.length + section.length;
      shown.push(section);
    }
  }
  if (left.length > 0) {
    const what = left.length === 1 ? "One report does" : `${left.length} reports do`;
    shown.push(`**${what} not fit here: all are kept with their jobs.**`);
  }
  return shown.join(GAP);
}

interface Report extends Part {
  readonly environments: readonly PartEnvironment[];
}

const GAP = "\n\n";
const LONGEST_NOTE = 100;

function hasEnvironments(part: Part): part is Report {
  return part.environments !== undefined;
}

/** Small is bad: not known, then by severity, then what nothing is to be said about. */
function rankOf({ environments }: Report): number {
  const ranks = environments.map(({ status, severity }) => {
    if (status === "failed") return 0;
    if (status === "in order") return SEVERITIES.length + 2;
    return 1 + (severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity));
  });
  return Math.min(...ranks);
}

function table(reports: readonly Report[]): string {
  const rows = reports.flatMap(({ environments }) =>
    environments.map(({ name, verdict }) => `| ${cell(name)} | ${cell(verdict)} |`),
  );
  return ["| environment | |", "| --- | --- |", ...rows].join("\n");
}

function cell(text: string): string {
  return escapeMarkdown(oneLine(text));
}

function folded({ environments, markdown }: Report): string {
  const title = environments.map(({ name }) => escapeHtml(oneLine(name))).join(", ");
  return `<details>\n<summary>${title}</summary>\n\n${markdown.trim()}\n\n</details>`;
}
