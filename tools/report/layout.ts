import { listed } from "../changes/bound";
import type { AttributeChange, Attribution, Change, Drift, Referred, Value } from "../changes/changes";
import type { Finding } from "../findings/finding";
import { same } from "../json";
import { objectType } from "../objects";
import type { Consequence } from "../objects/consequences";
import type { Action } from "../objects/predicates";
import { BREAKS, WEAKENS } from "../objects/severities";
import type { FailedCheck } from "../set-up/plan-json";
import { bySeverity, SEVERITIES } from "../severity";
import { type Alert, alertsOf, countedSeverity, type Told } from "./alerts";
import { MARKS, STATES } from "./colours";
import { type Block, type Inline, type Item, type Line, marked } from "./document";
import { shorten } from "./escape";
import {
  type EnvironmentGroup,
  type EnvironmentReport,
  groupEnvironments,
  type Made,
  type Report,
  statusOf,
} from "./model";
import { byConstruct, count, countActions } from "./sections";
import { valueText } from "./value-text";
import { overview, severityOf, verdict } from "./verdict";

const TITLES = { plan: "Plan", drift: "Drift", verify: "Verification" };
/** Addresses, ids and names are copied: none is cut but those that would stop whoever reads the rest. */
const MOST_NAME = 1000;
const MOST_VALUE = 1000;
const MOST_NAMES = 8;
const MOST_REFERRED = 50;
const MOST_ALERTS = 20;
/** Fewer that say the same are shorter to read one by one. */
const FEWEST_FOLDED = 3;
const MOST_TEXT = 2000;
const MOST_MEANING = 2000;
const MOST_FAILURE = 6000;

/** What a report says, in the order in which it is read. */
export function layOut(report: Report): Block[] {
  const groups = groupEnvironments(report.environments).sort(
    (a, b) => rank(a.environment) - rank(b.environment),
  );
  const single = groups.length === 1;
  return [
    { kind: "heading", level: 2, line: [`${TITLES[report.kind]} of the authentik Agent's set-up`] },
    subtitleOf(report.environments, report.made),
    ...(single ? [] : summaryOf(groups, report)),
    ...groups.flatMap((group) => groupBlocks(group, report)),
    howItWasMade(report),
  ];
}

/** Which server was looked at, when and with which commit. */
export function subtitleOf(
  environments: readonly Pick<EnvironmentReport, "server">[],
  { at, commit }: Pick<Made, "at" | "commit">,
): Block {
  const servers = [...new Set(environments.flatMap(({ server }) => server ?? []))];
  const [only] = servers;
  const where: Line =
    only === undefined ? [] : servers.length === 1 ? [code(only), ", "] : [`${servers.length} servers, `];
  const when = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 16).replace("T", " ")} UTC` : text(at);
  const by: Line = commit === undefined ? [] : [", commit ", code(commit)];
  return { kind: "paragraph", line: [...where, when, ...by] };
}

function rank(environment: EnvironmentReport): number {
  const status = statusOf(environment);
  const severity = SEVERITIES.indexOf(severityOf(environment) ?? "cosmetic");
  return status === "failed" ? -1 : status === "in order" ? SEVERITIES.length : severity;
}

function summaryOf(groups: readonly EnvironmentGroup[], report: Report): Block[] {
  return [
    paragraph({ strong: `${count(report.environments.length, "environment")}: ${overview(report)}` }),
    {
      kind: "table",
      head: ["Environment", "Verdict"],
      rows: groups.map(({ names, servers, environment }) => [
        [...nameList(names), ...at(servers)],
        [verdict(environment, report.kind)],
      ]),
    },
  ];
}

function groupBlocks({ names, servers, environment }: EnvironmentGroup, report: Report): Block[] {
  const plural = names.length > 1 ? ` (the same in ${names.length} environments)` : "";
  return [
    { kind: "heading", level: 3, line: [...nameList(names), ...at(servers), plural] },
    paragraph({ strong: verdict(environment, report.kind) }),
    ...(environment.failure === undefined
      ? contents(environment)
      : [
          ...boxesOf(alertsOf(environment)).map(alertBox),
          preformatted(environment.failure),
          ...notesOf(environment),
        ]),
  ];
}

function contents(environment: EnvironmentReport): Block[] {
  const { changes, outputs, drift, findings, failedChecks, notShown = [], picture } = environment;
  const boxes = boxesOf(alertsOf(environment));
  const told = toldIn(boxes);
  return [
    ...boxes.map(alertBox),
    ...(picture ? [{ kind: "picture" as const, picture }] : []),
    ...(changes.length > 0 ? [paragraph(countsOf(environment))] : []),
    ...byConstruct(changes).flatMap((section) => [
      heading(`${section.title}: ${countActions(section.changes)}`),
      { kind: "list" as const, items: changeItems(section.changes, told) },
    ]),
    ...under("Outputs", outputs.length > 0 ? [valueTable("Output", outputs, "Before", "After")] : []),
    ...under(
      "Changed outside terraform",
      drift.flatMap((each) => driftBlocks(each, told)),
    ),
    ...under("Failed checks", failedChecks.length > 0 ? [checkList(failedChecks)] : []),
    ...under("Not shown", sentences(notShown)),
    ...under(
      "Findings in authentik",
      [...findings]
        .sort((a, b) => bySeverity({ severity: countedSeverity(a) }, { severity: countedSeverity(b) }))
        .map((each) => findingBlock(each, told)),
    ),
    ...notesOf(environment),
    ...changes.filter(hasOwnValues).map(detailBlock),
  ];
}

/** The values of what only sets a change back are told with that. */
function hasOwnValues({ attributes, setsBack, action }: Change): boolean {
  return attributes.length > 0 && !(setsBack && action === "update");
}

function notesOf({ notes = [] }: EnvironmentReport): Block[] {
  return under("Notes", sentences([...notes].sort(bySeverity).map(({ text: said }) => said)));
}

function sentences(all: readonly string[]): Block[] {
  return all.length > 0
    ? [{ kind: "list", items: all.map((sentence) => ({ line: marked(text(sentence)) })) }]
    : [];
}

/** In which box an alert stands, and how that begins. */
const BOXES: readonly (readonly [
  tone: "danger" | "warning",
  title: string,
  holds: (alert: Alert) => boolean,
])[] = [
  ["danger", "This breaks logins", ({ severity }) => severity === BREAKS],
  ["warning", "This weakens security", ({ severity }) => severity === WEAKENS],
  ["warning", "This plan fixes it", ({ untilApplied }) => untilApplied !== undefined],
  ["warning", "The configuration has warnings", ({ origin }) => origin === "configuration"],
];

const ORIGINS: Readonly<Record<Alert["origin"], string>> = {
  change: "",
  drift: ", changed outside",
  finding: ", found in authentik",
  configuration: "",
};

/** A box of alerts, and how many there was no room for. */
interface Box {
  readonly tone: "danger" | "warning";
  readonly title: string;
  readonly shown: readonly [Told, ...Told[]][];
  readonly rest: number;
}

function boxesOf(alerts: readonly Told[]): Box[] {
  return BOXES.flatMap(([tone, title, holds]) => {
    const all = foldAlerts(alerts.filter(({ alert }) => holds(alert)));
    return all.length > 0
      ? [{ tone, title, shown: all.slice(0, MOST_ALERTS), rest: all.length - MOST_ALERTS }]
      : [];
  });
}

function alertBox({ tone, title, shown, rest }: Box): Block {
  const more: Line[] = rest > 0 ? [[`and ${rest} more, told below`]] : [];
  return { kind: "alert", tone, lines: [[{ strong: title }], ...shown.map(alertLine), ...more] };
}

/** Alerts that tell the same of several are one; of two, each is told. */
function foldAlerts(alerts: readonly Told[]): [Told, ...Told[]][] {
  return foldEqual(alerts, ({ alert: { subject: _, ...said } }) => said).flatMap(
    (equal): [Told, ...Told[]][] =>
      equal.length < FEWEST_FOLDED ? equal.map((each): [Told] => [each]) : [equal],
  );
}

function alertLine(equal: readonly [Told, ...Told[]]): Line {
  const { origin, text, docs, untilApplied } = equal[0].alert;
  return [
    ...(equal.length > 1 ? [`${equal.length} objects, `] : []),
    ...nameList(equal.map(({ alert }) => alert.subject)),
    `${ORIGINS[origin]}: `,
    ...meaning({ text }),
    ...(untilApplied ? [` (${untilApplied} until it is applied)`] : []),
    ...documented(docs),
  ];
}

const documented = (docs: string | undefined): Line =>
  docs === undefined ? [] : [" (", { link: "documentation", to: docs }, ")"];

/** What the boxes tell, which is not said again. */
function toldIn(boxes: readonly Box[]): ReadonlySet<unknown> {
  return new Set(boxes.flatMap(({ shown }) => shown.flat()).flatMap(({ about }) => about ?? []));
}

function countsOf({ changes, unchanged }: EnvironmentReport): string {
  if (unchanged === 0) return `${countActions(changes)}.`;
  const rest = unchanged === 1 ? "1 object stays as it is" : `${unchanged} objects stay as they are`;
  return `${countActions(changes)}; ${rest}.`;
}

/** Actions with an object before and after them. */
const NAMES_ATTRIBUTES: ReadonlySet<Action> = new Set<Action>(["update", "replace", "create and forget"]);

/** Changes of which the same is said are one item, with the addresses of all and all whom they are about. */
function changeItems(changes: readonly Change[], told: ReadonlySet<unknown>): Item[] {
  const asOfSeveral = ({ text, several }: Consequence) => several?.text ?? text;
  return foldEqual(changes, (change) => changeItem(change, told, asOfSeveral)).flatMap((equal) => {
    if (equal.length < FEWEST_FOLDED) {
      return equal.map((change) => withLead(changeItem(change, told), [...nameAndId(change), " is "]));
    }
    const whom = ({ code, text, several }: Consequence) => {
      const all = equal.flatMap(({ consequences }) => consequences.filter((each) => each.code === code));
      return several ? several.text.replace("{whom}", () => listed(all.map(whomOf))) : text;
    };
    const item = withLead(changeItem(equal[0], told, whom), [`${ofOneKind(equal)} are `]);
    const addresses = equal.flatMap((each, index) => [index > 0 ? ", " : ": ", ...nameAndId(each)]);
    return [{ ...item, line: [...item.line, ...addresses] }];
  });
}

const ownText = ({ text }: Consequence) => text;
const whomOf = ({ several }: Consequence) => several?.whom ?? "";
const withLead = (item: Item, lead: Line): Item => ({ ...item, line: [...lead, ...item.line] });

/** For example "8 bindings". */
function ofOneKind(changes: readonly Change[]): string {
  const kinds = new Set(changes.map(({ type }) => objectType(type)?.kind));
  const [kind = "object"] = kinds.size === 1 ? kinds : [];
  return count(changes.length, kind);
}

/** The address, and of what is imported which object it is. */
const nameAndId = ({ address, importId }: Change): Line =>
  importId === undefined ? [code(address)] : [code(address), " (id ", code(importId), ")"];

/** What is said of a change behind its address. */
function changeItem(
  change: Change,
  told: ReadonlySet<unknown>,
  textOf: (consequence: Consequence) => string = ownText,
): Item {
  const also = [
    ...(change.importId !== undefined && change.action !== "import" ? [" after it is imported"] : []),
    ...(change.movedFrom !== undefined ? [", moved from ", code(change.movedFrom)] : []),
  ];
  const names = NAMES_ATTRIBUTES.has(change.action) ? attributeNames(change) : [];
  return {
    mark: MARKS[change.action] ?? "",
    line: [{ strong: STATES[change.action] }, ...also, ...names],
    nested: [
      ...(change.setsBack ? [["this sets back what was changed outside, told below"]] : []),
      ...consequenceLines(change, told, textOf),
    ],
  };
}

/** Groups of which the same is said, in the order of their first ones. */
function foldEqual<T>(all: readonly T[], said: (each: T) => unknown): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const key = JSON.stringify(said(each));
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

function attributeNames({ attributes }: Change): Line {
  if (attributes.length === 0) return [];
  const only = attributes.every(isReordered) ? ", in their order only" : "";
  return [": ", ...nameList(attributes.map(({ name }) => name)), only];
}

/** Whether the list has the same members, of which authentik keeps no order. */
function isReordered({ before, after }: Sides): boolean {
  if (before.kind !== "value" || after.kind !== "value") return false;
  const [was, is] = [before.json, after.json].map((list) =>
    Array.isArray(list) ? list.map((member) => JSON.stringify(member)).sort() : undefined,
  );
  return was !== undefined && is !== undefined && same(was, is);
}

/** Which authentik is meant. */
function at(servers: readonly string[]): Line {
  return servers.length === 0 ? [] : [" at ", ...nameList([...new Set(servers)])];
}

function nameList(names: readonly string[]): Line {
  const shown = names
    .slice(0, MOST_NAMES)
    .flatMap((name, index) => [...(index > 0 ? [", "] : []), code(name)]);
  return names.length > MOST_NAMES ? [...shown, ` and ${names.length - MOST_NAMES} more`] : shown;
}

/** What the boxes above do not tell; what sets a change back means the contrary of what that is told to mean. */
function consequenceLines(
  { consequences, setsBack }: Change,
  told: ReadonlySet<unknown>,
  textOf: (consequence: Consequence) => string = ownText,
): Line[] {
  const above = consequences.filter((consequence) => told.has(consequence));
  const here = consequences.filter((consequence) => !told.has(consequence) && !setsBack);
  return [
    ...[...new Set(above.map(({ severity }) => severity))].map((severity) => [
      { strong: severity },
      ", told above",
    ]),
    ...here.map((consequence) => [
      { strong: consequence.severity },
      ": ",
      ...meaning({ text: textOf(consequence) }),
      ...documented(consequence.docs),
    ]),
  ];
}

function driftBlocks(drift: Drift, told: ReadonlySet<unknown>): Block[] {
  const isDeleted = drift.action === "delete";
  const line: Line = isDeleted
    ? [code(drift.address), " was ", { strong: "deleted" }]
    : [code(drift.address), " was ", { strong: "changed" }, ...attributeNames(drift)];
  return [
    {
      kind: "list",
      items: [
        {
          line,
          nested: [
            ...(drift.fixedByPlan ? [["this plan sets it back"]] : []),
            ...attributionLines(drift.attribution),
            ...consequenceLines(drift, told),
            ...(drift.found ? [["verify finds it as ", ...nameList(drift.found)]] : []),
          ],
        },
      ],
    },
    ...(isDeleted ? [] : [valueTable("Attribute", drift.attributes, "Recorded", "Now in authentik")]),
  ];
}

function attributionLines(attribution: Attribution | undefined): Line[] {
  if (attribution === undefined) {
    return [];
  }
  return attribution.kind === "known"
    ? attribution.people.map(({ who, when, what }) => [code(who), ` ${text(what)} at `, code(when)])
    : [[`who did it is unknown: ${text(attribution.reason)}`]];
}

function checkList(checks: readonly FailedCheck[]): Block {
  const items = checks.flatMap(({ address, problems }) =>
    problems.map((problem) => ({ line: [code(address), ": ", text(problem)] })),
  );
  return { kind: "list", items };
}

function findingBlock(finding: Finding, told: ReadonlySet<unknown>): Block {
  const isSnippet = finding.remedy.includes("\n") && !finding.fixedByPlan;
  const remedy: Item = finding.fixedByPlan
    ? { line: ["What to do: apply this plan"] }
    : { line: ["What to do: ", ...marked(text(finding.remedy))] };
  return {
    kind: "details",
    open: finding.severity !== "cosmetic",
    summary: [
      { strong: finding.severity },
      finding.fixedByPlan ? ", and this plan fixes it: " : ": ",
      ...marked(text(finding.message)),
    ],
    blocks: [
      {
        kind: "list",
        items: [
          { line: [code(finding.subject), " ", code(finding.code)] },
          ...(told.has(finding) ? [] : [{ line: marked(text(finding.consequence)) }]),
          ...(isSnippet ? [] : [remedy]),
        ],
      },
      ...(isSnippet ? [paragraph("What to do:"), preformatted(finding.remedy)] : []),
    ],
  };
}

function detailBlock(change: Change): Block {
  return {
    kind: "details",
    open: false,
    summary: [
      code(change.address),
      ` is ${STATES[change.action]}: ${count(change.attributes.length, "attribute")}`,
    ],
    blocks: [valueTable("Attribute", change.attributes, "Before", "After")],
  };
}

type Sides = Pick<AttributeChange, "name" | "before" | "after"> & { readonly replaces?: boolean };

function valueTable(what: string, changes: readonly Sides[], before: string, after: string): Block {
  return {
    kind: "table",
    head: [what, before, after],
    rows: changes.map((change) => [
      [code(change.name), change.replaces ? " forces replacement" : ""],
      valueLine(change.before),
      isReordered(change) ? ["the same in another order"] : valueLine(change.after),
    ]),
  };
}

function valueLine(value: Value): Line {
  const shown = valueText(value);
  if (value.kind !== "value") return [shown];
  return (value.refersTo && referredLine(value.refersTo)) ?? [{ code: shorten(shown, MOST_VALUE) }];
}

/** Name and id each by itself, so that either can be copied. */
function referredLine(all: readonly Referred[]): Line {
  const line = all.slice(0, MOST_REFERRED).flatMap(({ name, id }, index): Line => {
    const named = name === undefined ? [code(id)] : [code(name), " (", code(id), ")"];
    return index === 0 ? named : [", ", ...named];
  });
  return all.length > MOST_REFERRED ? [...line, ` and ${all.length - MOST_REFERRED} more`] : line;
}

function howItWasMade({ made }: Report): Block {
  const items = [made.command, made.versions.join(", "), made.at].map((line) => ({
    line: [{ code: shorten(line, MOST_TEXT) }],
  }));
  return { kind: "details", open: false, summary: ["How this was made"], blocks: [{ kind: "list", items }] };
}

const heading = (title: string): Block => ({ kind: "heading", level: 4, line: [title] });
const under = (title: string, blocks: readonly Block[]): Block[] =>
  blocks.length > 0 ? [heading(title), ...blocks] : [];
const paragraph = (part: Inline): Block => ({ kind: "paragraph", line: [part] });
const preformatted = (content: string): Block => ({
  kind: "preformatted",
  text: shorten(content, MOST_FAILURE),
});
const code = (name: string): Inline => ({ code: shorten(name, MOST_NAME) });
const meaning = ({ text }: Pick<Consequence, "text">): Line => marked(shorten(text, MOST_MEANING));
const text = (sentence: string): string => shorten(sentence, MOST_TEXT);
