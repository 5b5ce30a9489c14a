import type { Finding } from "../findings/finding";
import type { Consequence } from "../objects/consequences";
import { ACCESS, COSMETIC } from "../objects/severities";
import { bySeverity, type Severity } from "../severity";
import type { EnvironmentReport } from "./model";

/** What must not be missed, wherever it comes from. */
export interface Alert {
  /** How it counts: what applying the plan ends changes access. */
  readonly severity: Severity;
  /** What it is until then. @default - the severity */
  readonly untilApplied?: Severity;
  readonly origin: "change" | "drift" | "finding" | "configuration";
  /** A Terraform address, authentik's kind and name, or the place in the configuration. */
  readonly subject: string;
  readonly text: string;
  readonly docs?: string;
}

/** An alert and what of the report it tells, which need not be said again. */
export interface Told {
  readonly alert: Alert;
  readonly about?: Consequence | Finding;
}

interface Ending {
  readonly severity: Severity;
  readonly fixedByPlan?: true;
}

/** How severe something is beside the plan that may end it: then it changes access, as that is what people notice. */
export function countedSeverity({ severity, fixedByPlan }: Ending): Severity {
  return fixedByPlan && isAlarming(severity) ? ACCESS : severity;
}

const isAlarming = (severity: Severity) => severity !== ACCESS && severity !== COSMETIC;

/** All alerts of an environment as one list, the worst first whatever they come from. */
export function alertsOf({ changes, drift, findings, warnings = [] }: EnvironmentReport): Told[] {
  const told: Told[] = [
    ...changes.flatMap(({ address, consequences }) =>
      consequences.filter(({ severity }) => isAlarming(severity)).map(of("change", address)),
    ),
    ...drift.flatMap(({ address, consequences, fixedByPlan }) =>
      consequences.filter(({ severity }) => isAlarming(severity)).map(of("drift", address, fixedByPlan)),
    ),
    ...findings
      .filter(({ severity }) => isAlarming(severity))
      .map((about) => ({
        alert: {
          ...counted(about),
          origin: "finding" as const,
          subject: about.subject,
          text: about.consequence,
        },
        about,
      })),
    ...warnings.map(({ place, text }) => ({
      alert: { severity: ACCESS, origin: "configuration" as const, subject: place, text },
    })),
  ];
  return told.sort((a, b) => bySeverity(a.alert, b.alert));
}

const of = (origin: "change" | "drift", subject: string, fixedByPlan?: true) => (about: Consequence) => {
  const { severity, text, docs } = about;
  return { alert: { ...counted({ severity, fixedByPlan }), origin, subject, text, docs }, about };
};

function counted(ending: Ending): Pick<Alert, "severity" | "untilApplied"> {
  const severity = countedSeverity(ending);
  return severity === ending.severity ? { severity } : { severity, untilApplied: ending.severity };
}
