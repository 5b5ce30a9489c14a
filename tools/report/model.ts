import type { Server } from "../authentik/server";
import type { Change, ChangedOutput, Drift, Referred } from "../changes/changes";
import type { Finding } from "../findings/finding";
import type { FailedCheck } from "../set-up/plan-json";
import type { Severity } from "../severity";
import type { Remark } from "../terraform/stack";
import type { Picture } from "./picture";

export type ReportKind = "plan" | "drift" | "verify";

/** What a report shows; all renderers start from it. */
export interface Report {
  readonly kind: ReportKind;
  readonly environments: readonly EnvironmentReport[];
  readonly made: Made;
}

/** How the report was made. */
export interface Made {
  readonly command: string;
  /** ISO 8601. */
  readonly at: string;
  /** The commit that was checked out, with `-dirty` where files differ from it. @default - it is not known */
  readonly commit?: string;
  /** Names and versions of the tools, for example `["agent-stack 0.1.0", "terraform 1.11.4"]`. */
  readonly versions: readonly string[];
}

export interface EnvironmentReport {
  readonly name: string;
  /** Address of its authentik, undefined where nothing says it. */
  readonly server?: string;
  /** Why nothing is known about this environment; everything else is empty then. */
  readonly failure?: string;
  readonly changes: readonly Change[];
  readonly outputs: readonly ChangedOutput[];
  /** How many managed objects stay as they are. */
  readonly unchanged: number;
  readonly drift: readonly Drift[];
  readonly failedChecks: readonly FailedCheck[];
  readonly findings: readonly Finding[];
  /** What the plan has beside all that and the report cannot show, one sentence each; undefined where there is nothing. */
  readonly notShown?: readonly string[];
  /** What synthesis warned of: no reason to look at the environment, but nothing to be missed. @default - nothing */
  readonly warnings?: readonly Remark[];
  /** What a reviewer should know and nobody needs to act on. @default - nothing */
  readonly notes?: readonly Note[];
  readonly picture?: Picture;
}

export interface Note {
  readonly text: string;
  /** Worse than cosmetic where it belongs beside a verdict of which nothing else is to be said. */
  readonly severity: Severity;
}

export type Status = "in order" | "attention" | "failed";

/** What a command found out. */
export interface Result {
  readonly environments: readonly EnvironmentReport[];
  /** Versions of the tools that took part. */
  readonly versions: readonly string[];
  /** What a person should know and nobody needs to act on. @default - nothing */
  readonly notes?: readonly string[];
  /** The environments' servers by their names, for further questions. @default - what the environment's variables say */
  readonly servers?: ReadonlyMap<string, Server | undefined>;
}

/** An environment about which nothing is reported yet. */
export function emptyEnvironment(name: string): EnvironmentReport {
  return { name, changes: [], outputs: [], unchanged: 0, drift: [], failedChecks: [], findings: [] };
}

export function failedEnvironment(name: string, failure: string): EnvironmentReport {
  return { ...emptyEnvironment(name), failure };
}

export function statusOf(environment: EnvironmentReport): Status {
  if (environment.failure !== undefined) {
    return "failed";
  }
  const { changes, outputs, drift, findings, failedChecks, notShown = [] } = environment;
  const lists = [changes, outputs, drift, findings, failedChecks, notShown];
  const anything = lists.some((list) => list.length > 0);
  return anything ? "attention" : "in order";
}

/** 1 when an environment failed, 2 when there is something to look at, else 0. */
export function exitCodeOf(report: Report): 0 | 1 | 2 {
  const statuses = report.environments.map(statusOf);
  return statuses.includes("failed") ? 1 : statuses.includes("attention") ? 2 : 0;
}

/** An environment's report shared by all environments in which it is the same. */
export interface EnvironmentGroup {
  readonly names: readonly string[];
  /** Their servers, each where it is known. */
  readonly servers: readonly string[];
  readonly environment: EnvironmentReport;
}

/** Groups environments with identical reports; ids and what names the environment itself do not count. */
export function groupEnvironments(environments: readonly EnvironmentReport[]): EnvironmentGroup[] {
  const groups = new Map<string, { names: string[]; servers: string[]; environment: EnvironmentReport }>();
  for (const environment of environments) {
    const key = contentKey(environment);
    const group = groups.get(key);
    if (group) {
      group.names.push(environment.name);
      group.servers.push(...serversOf(environment));
    } else {
      groups.set(key, { names: [environment.name], servers: serversOf(environment), environment });
    }
  }
  return [...groups.values()];
}

const serversOf = ({ server }: EnvironmentReport) => (server === undefined ? [] : [server]);

const IGNORED_IN_GROUPS = new Set(["json", "objectId", "importId", "remedy", "unmanaged"]);
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

function contentKey(environment: EnvironmentReport): string {
  const { name, server, notes = [], ...content } = environment;
  const counted = (key: string, value: unknown) =>
    IGNORED_IN_GROUPS.has(key) || (key === "subject" && value === name) ? undefined : named(value);
  return JSON.stringify([content, notes.map((note) => anonymous(note, environment))], counted).replace(
    UUID,
    "uuid",
  );
}

/** Of what an attribute refers to the name alone, where it has one: numbers are ids as well. */
function named(value: unknown): unknown {
  const { refersTo } = (value ?? {}) as { readonly refersTo?: readonly Referred[] };
  return refersTo ? refersTo.map(({ id, name = id }) => name) : value;
}

/** The note without what names the environment itself. */
function anonymous({ severity, text }: Note, { name, server }: EnvironmentReport): Note {
  const words = text.split(" ").map((word) => (word === name ? "environment" : word));
  const said = words.join(" ");
  return { severity, text: server === undefined ? said : said.replaceAll(server, "server") };
}
