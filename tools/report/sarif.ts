import { createHash } from "node:crypto";
import { homepage, version } from "../../package.json";
import { SEVERITIES, type Severity } from "../severity";
import { shorten, visible, visibleJson } from "./escape";
import type { Outline, OutlinedEnvironment, Thing } from "./outline";

/** Forges want a file to show it at: that in which the answer is written. */
const PLACE = { artifactLocation: { uri: "agent-stack.yaml" }, region: { startLine: 1 } };

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  "breaks logins": "error",
  "weakens security": "error",
  "changes access": "warning",
  cosmetic: "note",
};

/** As a Static Analysis Results Interchange Format 2.1.0 log, which code scanning shows. */
export function renderSarif({ kind, environments }: Outline): string {
  const found = environments.flatMap((environment) =>
    thingsOf(environment).map((thing) => ({ environment, thing })),
  );
  const codes = [...new Set(found.map(({ thing }) => thing.code))].sort();
  const failures = environments.filter(({ status }) => status === "failed");
  const run = {
    tool: {
      driver: {
        name: "agent-stack",
        version,
        informationUri: homepage,
        rules: codes.map((code) => ({
          id: code,
          shortDescription: { text: message(code.replaceAll("-", " ")) },
        })),
      },
    },
    automationDetails: { id: `agent-stack-${kind}/` },
    invocations: [
      {
        executionSuccessful: failures.length === 0,
        toolExecutionNotifications: failures.map(({ name, failure = "" }) => ({
          level: "error",
          message: { text: message(`${name}: ${failure}`) },
        })),
      },
    ],
    results: found.map(({ environment: { name }, thing: { code, severity, subject, message: said } }) => ({
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: code === FAILED ? "error" : LEVELS[severity ?? (SEVERITIES.at(-1) as Severity)],
      message: { text: message(`${name}: ${said}`) },
      locations: [
        {
          physicalLocation: PLACE,
          logicalLocations: [{ fullyQualifiedName: visible(`${name}/${subject}`), kind: "resource" }],
        },
      ],
      partialFingerprints: { "agentStackThing/v1": fingerprint(kind, name, code, subject) },
    })),
  };
  return `${visibleJson({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })}\n`;
}

const FAILED = "failed";

/** Of an environment about which nothing is known that is the one thing. */
function thingsOf({ name, failure, things }: OutlinedEnvironment): readonly Thing[] {
  return failure === undefined ? things : [{ code: FAILED, subject: name, message: failure }];
}

const MOST_TEXT = 2000;

/** Text in which SARIF finds neither a link nor a placeholder. */
const message = (text: string) =>
  shorten(visible(text), MOST_TEXT)
    .replace(/(\\*)\]\(/g, "$1$1\\](")
    .replace(/\{(\d+)\}/g, "{{$1}}");

const fingerprint = (...parts: readonly string[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");
