import type { Outline, OutlinedEnvironment, Thing } from "../report/outline";
import { count } from "../report/sections";
import { SIGNS } from "../report/verdict";
import { SEVERITIES } from "../severity";
import type { LeftEnvironment } from "../terraform/left-environments";
import { byAttention, type EnvironmentStatus, isSoon, statusOf } from "./environment-status";

/** The table of all environments as what there is to look at. */
export function outlineOfStatus(
  statuses: readonly EnvironmentStatus[],
  now: Date,
  left: readonly LeftEnvironment[],
): Outline {
  return {
    kind: "status",
    at: now.toISOString(),
    environments: [
      ...[...statuses].sort(byAttention(now)).map((status) => outlined(status, now)),
      ...left.map(({ name, note }) => ({
        name,
        status: "attention" as const,
        verdict: "no longer in the configuration",
        things: [{ code: "left-environment", subject: name, message: note }],
      })),
    ],
  };
}

function outlined(status: EnvironmentStatus, now: Date): OutlinedEnvironment {
  const { name, server, failure, severity } = status;
  const things = failure === undefined ? thingsIn(status) : [];
  const soon = [
    ...(isSoon(status.tokenExpires, now) ? [`the token expires at ${status.tokenExpires}`] : []),
    ...(isSoon(status.certificateExpires, now)
      ? [`a certificate expires at ${status.certificateExpires}`]
      : []),
  ];
  const said = [...things.map(({ message }) => message), ...soon].join(", ");
  const sign = severity === undefined ? "" : `${SIGNS[severity]} ${severity}: `;
  return {
    name,
    server,
    status: statusOf(status),
    severity,
    verdict: failure !== undefined ? "❌ failed: how it is, is not known" : `${sign}${said || "✅ in order"}`,
    failure,
    things,
  };
}

function thingsIn({
  name,
  deployed,
  changes = 0,
  drift = 0,
  findings,
  severity,
}: EnvironmentStatus): Thing[] {
  const thing = (code: string, message: string) => ({ code, subject: name, message });
  return [
    ...(deployed === false ? [thing("not-deployed", "not deployed")] : []),
    ...(changes > 0
      ? [{ ...thing("planned-change", `${count(changes, "change")} to deploy`), severity }]
      : []),
    ...(drift > 0 ? [{ ...thing("drift", `${count(drift, "object")} changed outside`), severity }] : []),
    ...SEVERITIES.filter((each) => (findings?.[each] ?? 0) > 0).map((each) => ({
      code: "finding",
      subject: `${name}: ${each}`,
      severity: each,
      message: `${count(findings?.[each] ?? 0, "finding")}, ${each}`,
    })),
  ];
}
