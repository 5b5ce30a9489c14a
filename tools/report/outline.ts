import type { Attribution, Change, Drift } from "../changes/changes";
import type { Severity } from "../severity";
import { type Line, marked } from "./document";
import { type EnvironmentReport, type Report, type ReportKind, type Status, statusOf } from "./model";
import { severityOf, verdict } from "./verdict";

/** What there is to look at, in the words of no format: what forges and chats show of a report. */
export interface Outline {
  /** The command's name. */
  readonly kind: ReportKind | "status";
  /** ISO 8601. */
  readonly at: string;
  readonly environments: readonly OutlinedEnvironment[];
}

export interface OutlinedEnvironment {
  readonly name: string;
  readonly server?: string;
  readonly status: Status;
  readonly severity?: Severity;
  /** In one line. */
  readonly verdict: string;
  /** Why nothing is known. */
  readonly failure?: string;
  readonly things: readonly Thing[];
}

/** One thing to look at; values of attributes are in none. */
export interface Thing {
  /** A finding's code, or what kind of thing it is. */
  readonly code: string;
  readonly severity?: Severity;
  /** Mostly a Terraform address. */
  readonly subject: string;
  readonly message: string;
}

export function outlineOf({ kind, environments, made }: Report): Outline {
  return {
    kind,
    at: made.at,
    environments: environments.map((environment) => ({
      name: environment.name,
      server: environment.server,
      status: statusOf(environment),
      severity: severityOf(environment),
      verdict: verdict(environment, kind),
      failure: environment.failure,
      things: thingsIn(environment),
    })),
  };
}

function thingsIn(environment: EnvironmentReport): Thing[] {
  const { changes, outputs, drift, failedChecks, findings, notShown = [] } = environment;
  return [
    ...drift.map((each) => ofChange("drift", each, `${done(each)} outside terraform${by(each.attribution)}`)),
    ...changes.map((each) => ofChange("planned-change", each, `planned: ${each.action}`)),
    ...outputs.map(({ name, action }) => ({
      code: "planned-output",
      subject: `output.${name}`,
      message: `the output ${name} changes: ${action}`,
    })),
    ...failedChecks.map(({ address, problems }) => ({
      code: "failed-check",
      subject: address,
      message: `a check failed: ${problems.join("; ")}`,
    })),
    ...findings.map(({ code, severity, subject, message, consequence }) => ({
      code,
      severity,
      subject,
      message: sentences(unmarked(message), unmarked(consequence)),
    })),
    ...notShown.map((sentence) => ({
      code: "not-shown",
      subject: environment.name,
      message: unmarked(sentence),
    })),
  ];
}

function ofChange(code: string, change: Change, what: string): Thing {
  const { address, label, action, attributes, consequences } = change;
  const names = action === "delete" ? "" : attributes.map(({ name }) => name).join(", ");
  return {
    code,
    // The worst comes first.
    severity: consequences[0]?.severity,
    subject: address,
    message: sentences(
      `${label} ${what}${names === "" ? "" : ` (${names})`}`,
      ...consequences.map(({ text }) => unmarked(text)),
    ),
  };
}

const done = ({ action }: Drift) => (action === "delete" ? "was deleted" : "was changed");

function by(attribution: Attribution | undefined): string {
  if (attribution?.kind !== "known") return "";
  return ` by ${[...new Set(attribution.people.map(({ who }) => who))].join(", ")}`;
}

const unmarked = (sentence: string) => marked(sentence).map(plain).join("");

const plain = (part: Line[number]) =>
  typeof part === "string" ? part : "code" in part ? part.code : "strong" in part ? part.strong : part.link;

const sentences = (...texts: readonly string[]) =>
  texts.map((text) => text.replace(/\.?\s*$/, ".")).join(" ");
