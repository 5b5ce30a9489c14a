import { withSetBack } from "../../../tools/changes/set-back";
import { CHANGED_FORMATS } from "../../../tools/forge/changed-formats";
import { renderJson } from "../../../tools/report/json";
import { emptyEnvironment, failedEnvironment, type Report } from "../../../tools/report/model";
import { countBySeverity } from "../../../tools/status/environment-status";
import { statusJson } from "../../../tools/status/layout";
import { fixture } from "../changes/plans";
import { NOW, sound } from "../status/statuses";
import { finding, reportAbout, reportOf } from "./reports";

const [planned = emptyEnvironment("production")] = reportOf(fixture("drift-and-change")).environments;
const [firstApply = emptyEnvironment("staging")] = reportOf(fixture("first-apply")).environments;
const [drifted = emptyEnvironment("production")] = reportOf(fixture("drift-only"), "drift").environments;
const [moved = emptyEnvironment("production")] = reportOf(fixture("move")).environments;

const text = (json: string) => ({ kind: "value" as const, json, text: json });
const deed = { who: "mallory", when: "2026-11-24T07:12:00Z", what: "changed this object" };

const plan: Report = {
  ...reportAbout([
    {
      ...planned,
      ...withSetBack(planned),
      server: "https://id.example.com",
      warnings: [{ place: "production/cli", text: "every group of authentik may use the CLI" }],
      notes: [{ severity: "cosmetic", text: "authentik 2026.8.6" }],
      notShown: ["1 action of a provider"],
      failedChecks: [{ address: "check.server", problems: ["the server does not answer"] }],
      outputs: [
        ...firstApply.outputs,
        { name: "client_id", action: "update", before: text("old-cli"), after: text("authentik-cli") },
      ],
    },
    {
      ...emptyEnvironment("staging"),
      changes: moved.changes.map((change) => ({ ...change, importId: "1" })),
      findings: [{ ...finding, address: "authentik_application.cli_application", fixedByPlan: true }],
    },
    failedEnvironment("acme", "https://id.acme.example does not answer"),
  ]),
  made: {
    command: "agent-stack plan --all --format json --out reports",
    at: "2026-11-24T08:00:00.000Z",
    commit: "0c3f5c2f9a1e",
    versions: ["agent-stack 0.1.0", "terraform 1.11.4"],
  },
};

const drift: Report = reportAbout(
  [
    {
      ...drifted,
      drift: drifted.drift.map((each, index) =>
        index === 0
          ? { ...each, attribution: { kind: "known", people: [deed] }, found: ["brand-without-device-flow"] }
          : { ...each, attribution: { kind: "unknown", reason: "the event log does not go back so far" } },
      ),
    },
  ],
  "drift",
);

const verify: Report = reportAbout(
  [
    { ...emptyEnvironment("production"), findings: [finding, { ...finding, code: "open-application" }] },
    { ...emptyEnvironment("staging"), findings: [finding] },
  ],
  "verify",
);

/** What the commands write, by the file's name; together they have every member there is. */
export const JSON_SAMPLES: ReadonlyMap<string, string> = new Map([
  ["agent-stack-plan.json", renderJson(plan)],
  ["agent-stack-drift.json", renderJson(drift)],
  ["agent-stack-verify.json", renderJson(verify)],
  [
    "status.json",
    statusJson(
      [
        { ...sound("production"), tokenExpires: "2026-12-01T00:00:00Z", commit: "0c3f5c2f9a1e" },
        { ...sound("staging"), drift: 2, severity: "breaks logins", findings: countBySeverity([finding]) },
        { name: "acme", failure: "https://id.acme.example does not answer" },
      ],
      NOW,
      [{ name: "old", place: "terraform.old.tfstate", objects: 12, note: "destroy it" }],
    ),
  ],
  [
    "changed.json",
    CHANGED_FORMATS.json?.({
      free: ["staging", "production"],
      held: ["acme"],
      gone: ["old"],
      affected: ["staging", "production", "acme"],
      files: ["main.ts"],
    }) ?? "",
  ],
]);
