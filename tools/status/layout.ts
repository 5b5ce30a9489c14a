import type { Block, Line } from "../report/document";
import { shorten, visibleJson } from "../report/escape";
import { subtitleOf } from "../report/layout";
import { count } from "../report/sections";
import { SIGNS } from "../report/verdict";
import { SEVERITIES } from "../severity";
import type { LeftEnvironment } from "../terraform/left-environments";
import { byAttention, type EnvironmentStatus, isSoon, needsLook, statusOf } from "./environment-status";
import type { StatusJson } from "./status-schema";

const UNKNOWN = "not known";
const MOST_FAILURE = 200;
const MOST_NOTE = 2000;
/** As git abbreviates. */
const SHORT_COMMIT = 8;

/** One table of all environments, what needs attention first. */
export function layOutStatus(
  statuses: readonly EnvironmentStatus[],
  now: Date,
  left: readonly LeftEnvironment[] = [],
  commit?: string,
): Block[] {
  const sorted = [...statuses].sort(byAttention(now));
  const failed = statuses.filter(({ failure }) => failure !== undefined).length;
  const looked = statuses.filter(needsLook).length - failed;
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(looked > 0 ? [`${looked} with something to look at`] : []),
    `${statuses.length - failed - looked} in order`,
  ];
  return [
    { kind: "heading", level: 2, line: ["Status of the authentik Agent's set-ups"] },
    subtitleOf(statuses, { at: now.toISOString(), commit }),
    {
      kind: "paragraph",
      line: [{ strong: `${count(statuses.length, "environment")}: ${parts.join(", ")}` }],
    },
    {
      kind: "table",
      head: [
        "Environment",
        "State",
        "Server",
        "Release",
        "In sync",
        "Drift",
        "Findings",
        "Token expires",
        "Certificate expires",
        "Last apply",
        "By commit",
      ],
      rows: sorted.map((status) => rowOf(status, now)),
    },
    ...(left.length > 0
      ? [
          { kind: "heading" as const, level: 4 as const, line: ["No longer in the configuration"] },
          { kind: "list" as const, items: left.map(({ note }) => ({ line: [shorten(note, MOST_NOTE)] })) },
        ]
      : []),
  ];
}

function rowOf(status: EnvironmentStatus, now: Date): Line[] {
  const { name, server, release, changes, drift, findings, tokenExpires, certificateExpires, lastApply } =
    status;
  return [
    [{ code: name }],
    [stateOf(status)],
    [server ?? UNKNOWN],
    [release ?? UNKNOWN],
    [changes === undefined ? UNKNOWN : changes === 0 ? "yes" : `no, ${count(changes, "change")}`],
    [drift === undefined ? UNKNOWN : drift === 0 ? "none" : count(drift, "object")],
    [findings === undefined ? UNKNOWN : findingsIn(findings)],
    [tokenExpires === null ? "never" : dateOf(tokenExpires, now)],
    [dateOf(certificateExpires, now)],
    [lastApply === undefined ? UNKNOWN : lastApply.slice(0, 16).replace("T", " ")],
    [status.commit === undefined ? UNKNOWN : { code: status.commit.slice(0, SHORT_COMMIT) }],
  ];
}

function stateOf(status: EnvironmentStatus): string {
  const { failure, deployed, severity } = status;
  if (failure !== undefined) return `❌ failed: ${shorten(failure.replace(/\s+/g, " "), MOST_FAILURE)}`;
  if (deployed === false) return "⚪ not deployed";
  if (severity !== undefined) return `${SIGNS[severity]} ${severity}`;
  return needsLook(status) ? "🔵 something to look at" : "✅ in order";
}

const findingsIn = (findings: NonNullable<EnvironmentStatus["findings"]>) =>
  SEVERITIES.filter((severity) => findings[severity] > 0)
    .map((severity) => `${findings[severity]} ${severity}`)
    .join(", ") || "none";

function dateOf(at: string | undefined, now: Date): string {
  if (at === undefined) return UNKNOWN;
  return `${at.slice(0, 10)}${isSoon(at, now) ? " ⚠" : ""}`;
}

/** The same for programs; null is not known. */
export function statusJson(
  statuses: readonly EnvironmentStatus[],
  now: Date,
  left: readonly LeftEnvironment[] = [],
): string {
  const environments = [...statuses].sort(byAttention(now)).map((status) => ({
    name: status.name,
    status: statusOf(status),
    severity: status.severity ?? null,
    server: status.server ?? null,
    release: status.release ?? null,
    deployed: status.deployed ?? null,
    changes: status.changes ?? null,
    drift: status.drift ?? null,
    findings: status.findings ?? null,
    token: { isKnown: status.tokenExpires !== undefined, expires: status.tokenExpires ?? null },
    certificateExpires: status.certificateExpires ?? null,
    lastApply: { at: status.lastApply ?? null, commit: status.commit ?? null },
    failure: status.failure ?? null,
  }));
  const gone = left.map(({ name, place, objects, failure, note }) => ({
    name,
    state: place,
    objects: objects ?? null,
    failure: failure ?? null,
    note,
  }));
  const json: StatusJson = { format: 1, kind: "status", at: now.toISOString(), environments, gone };
  return `${visibleJson(json)}\n`;
}
