import type { Finding } from "../findings";
import type { AttributeChange, Change, Drift, Value } from "../plan/changes";
import { MASK } from "../plan/secrets";
import { bySeverity } from "../severity";
import { STATES } from "./colours";
import type { Block, Line } from "./document";
import { oneLine, shorten } from "./escape";
import {
  type EnvironmentGroup,
  type EnvironmentReport,
  groupEnvironments,
  type Report,
  statusOf,
  type Warning,
  warningsOf,
} from "./model";
import { byConstruct, count, countActions } from "./sections";
import { happeningsOf, overview, severityOf, verdict } from "./verdict";

const TITLES = { plan: "Plan", drift: "Drift", verify: "Verification" };
const MOST_VALUE = 160;
const MOST_NAME = 120;
const MOST_NAMES = 8;
const MOST_FAILURE = 6000;

/** What a report says, in the order in which it is read. */
export function layOut(report: Report): Block[] {
  const groups = groupEnvironments(report.environments).sort(
    (a, b) => rank(a.environment) - rank(b.environment),
  );
  const single = groups.length === 1;
  return [
    { kind: "heading", level: 2, line: [`${TITLES[report.kind]} of the authentik Agent's set-up`] },
    ...(single ? [] : summaryOf(groups, report)),
    ...groups.flatMap((group) => groupBlocks(group, report)),
    howItWasMade(report),
  ];
}

function rank(environment: EnvironmentReport): number {
  const severities = ["breaks logins", "weakens security", "changes access", "cosmetic"];
  const status = statusOf(environment);
  return status === "failed"
    ? -1
    : status === "unchanged"
      ? 9
      : severities.indexOf(severityOf(environment) ?? "cosmetic");
}

function summaryOf(groups: readonly EnvironmentGroup[], report: Report): Block[] {
  return [
    {
      kind: "paragraph",
      line: [`**${count(report.environments.length, "environment")}: ${overview(report)}**`],
    },
    {
      kind: "table",
      head: ["Environment", "Verdict"],
      rows: groups.map(({ names, environment }) => [nameList(names), [verdict(environment, report.kind)]]),
    },
  ];
}

function nameList(names: readonly string[]): Line {
  const shown: Line = names
    .slice(0, MOST_NAMES)
    .flatMap((name, index) => [...(index > 0 ? [", "] : []), { code: shorten(name, MOST_NAME) }]);
  return names.length > MOST_NAMES ? [...shown, ` and ${names.length - MOST_NAMES} more`] : shown;
}

function groupBlocks({ names, environment }: EnvironmentGroup, report: Report): Block[] {
  const plural = names.length > 1 ? ` (the same in ${names.length} environments)` : "";
  return [
    { kind: "heading", level: 3, line: [...nameList(names), plural] },
    { kind: "paragraph", line: [`**${verdict(environment, report.kind)}**`] },
    ...(environment.failure === undefined
      ? contents(environment)
      : [{ kind: "preformatted" as const, text: shorten(environment.failure, MOST_FAILURE) }]),
  ];
}

function contents(environment: EnvironmentReport): Block[] {
  const { changes, outputs, unchanged, drift, findings, failedChecks, picture } = environment;
  const happenings = happeningsOf(environment);
  return [
    ...alerts(warningsOf(environment)),
    ...(happenings.length > 0 && unchanged + changes.length > 0
      ? [
          paragraph(
            `${happenings.join(", ")}; ${count(unchanged, "object")} stay${unchanged === 1 ? "s" : ""} as ${unchanged === 1 ? "it is" : "they are"}.`,
          ),
        ]
      : []),
    ...constructs(changes),
    ...(outputs.length > 0 ? [heading("Outputs"), outputTable(outputs)] : []),
    ...(drift.length > 0 ? [heading("Changed outside terraform"), ...drift.flatMap(driftBlocks)] : []),
    ...(failedChecks.length > 0
      ? [
          heading("Failed checks"),
          list(
            failedChecks.flatMap(({ address, problems }) =>
              problems.map((problem): Line => [{ code: shorten(address, MOST_NAME) }, ": ", plain(problem)]),
            ),
          ),
        ]
      : []),
    ...(findings.length > 0
      ? [heading("Findings in authentik"), ...[...findings].sort(bySeverity).map(findingBlock)]
      : []),
    ...(picture ? [{ kind: "picture" as const, picture }] : []),
    ...details(environment),
  ];
}

function alerts(warnings: readonly Warning[]): Block[] {
  const of = (severity: Warning["severity"], tone: "danger" | "warning", title: string): Block[] => {
    const lines = unique(
      warnings
        .filter((warning) => warning.severity === severity)
        .map(
          (warning): Line => [
            { code: shorten(warning.subject, MOST_NAME) },
            `${warning.origin === "drift" ? " (outside, now)" : ""}: ${warning.text}. `,
            { link: "documentation", to: warning.docs },
          ],
        ),
    );
    return lines.length > 0 ? [{ kind: "alert", tone, lines: [[`**${title}**`], ...lines] }] : [];
  };
  return [
    ...of("breaks logins", "danger", "This breaks logins"),
    ...of("weakens security", "warning", "This weakens security"),
  ];
}

function unique(lines: Line[]): Line[] {
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

function constructs(changes: readonly Change[]): Block[] {
  return byConstruct(changes).flatMap((section) => [
    heading(`${section.title}: ${countActions(section.changes)}`),
    list(section.changes.flatMap((change) => [changeLine(change), ...consequenceLines(change)])),
  ]);
}

function changeLine(change: Change): Line {
  const did = STATES[change.action];
  const also = [
    change.importId !== undefined && change.action !== "import" && "after import",
    change.movedFrom !== undefined && `moved from \`${ticks(change.movedFrom)}\``,
  ].filter((part) => part !== false);
  const names = change.action === "update" || change.action === "replace" ? attributeNames(change) : "";
  return [
    { code: shorten(change.address, MOST_NAME) },
    ` is **${did}**${also.length > 0 ? ` (${also.join(", ")})` : ""}${names}`,
  ];
}

function attributeNames({ attributes }: Change): string {
  const names = attributes.map(({ name }) => `\`${ticks(name)}\``);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return names.length === 0 ? "" : `: ${names.slice(0, MOST_NAMES).join(", ")}${more}`;
}

function consequenceLines({ consequences }: Pick<Change, "consequences">): Line[] {
  return consequences.map(({ severity, text, docs }) => [
    `→ ${severity}: ${text}. `,
    { link: "documentation", to: docs },
  ]);
}

function driftBlocks(drift: Drift): Block[] {
  const { attribution } = drift;
  const who: Line[] =
    attribution === undefined
      ? []
      : attribution.kind === "known"
        ? [[`by **${strong(attribution.who)}** at ${plain(attribution.when)} (${plain(attribution.what)})`]]
        : [[`who did it is unknown: ${plain(attribution.reason)}`]];
  const line: Line =
    drift.action === "delete"
      ? [{ code: shorten(drift.address, MOST_NAME) }, " was **deleted** outside"]
      : [{ code: shorten(drift.address, MOST_NAME) }, ` was **changed** outside${attributeNames(drift)}`];
  const table =
    drift.action === "delete" ? [] : [attributeTable(drift.attributes, "Recorded", "Now in authentik")];
  return [list([line, ...who, ...consequenceLines(drift)]), ...table];
}

function findingBlock(finding: Finding): Block {
  const multiline = finding.remedy.includes("\n");
  return {
    kind: "details",
    open: finding.severity !== "cosmetic",
    summary: [`${finding.severity}: ${plain(finding.message)}`],
    blocks: [
      list([
        [{ code: shorten(finding.subject, MOST_NAME) }, ` (${plain(finding.code)})`],
        [plain(finding.consequence)],
        ...(multiline ? [] : [[`What to do: ${plain(finding.remedy)}`]]),
      ]),
      ...(multiline
        ? [paragraph("What to do:"), { kind: "preformatted" as const, text: finding.remedy }]
        : []),
    ],
  };
}

function details({ changes }: EnvironmentReport): Block[] {
  return changes
    .filter(({ attributes }) => attributes.length > 0)
    .map((change) => ({
      kind: "details",
      open: false,
      summary: [
        { code: shorten(change.address, MOST_NAME) },
        ` ${STATES[change.action]}, ${count(change.attributes.length, "attribute")}`,
      ],
      blocks: [attributeTable(change.attributes, "Before", "After")],
    }));
}

function attributeTable(attributes: readonly AttributeChange[], before: string, after: string): Block {
  return {
    kind: "table",
    head: ["Attribute", before, after],
    rows: attributes.map((attribute) => [
      [{ code: shorten(attribute.name, MOST_NAME) }, attribute.replaces ? " forces replacement" : ""],
      valueLine(attribute.before),
      valueLine(attribute.after),
    ]),
  };
}

function outputTable(outputs: EnvironmentReport["outputs"]): Block {
  return {
    kind: "table",
    head: ["Output", "Before", "After"],
    rows: outputs.map(({ name, before, after }) => [
      [{ code: shorten(name, MOST_NAME) }],
      valueLine(before),
      valueLine(after),
    ]),
  };
}

function valueLine(value: Value): Line {
  switch (value.kind) {
    case "absent":
      return ["none"];
    case "unknown":
      return ["known after apply"];
    case "sensitive":
      return [MASK];
    default:
      return [{ code: shorten(value.text, MOST_VALUE) }];
  }
}

function howItWasMade({ made }: Report): Block {
  return {
    kind: "details",
    open: false,
    summary: ["How this was made"],
    blocks: [
      list([[{ code: shorten(made.command, 300) }], [plain(made.versions.join(", "))], [plain(made.at)]]),
    ],
  };
}

const heading = (text: string): Block => ({ kind: "heading", level: 4, line: [text] });
const paragraph = (text: string): Block => ({ kind: "paragraph", line: [text] });
const list = (items: readonly Line[]): Block => ({ kind: "list", items });

/** Text of others without our marks. */
function plain(text: string): string {
  return shorten(oneLine(text), 600).replaceAll("`", "ˋ").replaceAll("**", "∗∗");
}

function strong(text: string): string {
  return shorten(oneLine(text), MOST_NAME).replaceAll("`", "ˋ").replaceAll("*", "∗");
}

function ticks(text: string): string {
  return shorten(oneLine(text), MOST_NAME).replaceAll("`", "ˋ");
}
