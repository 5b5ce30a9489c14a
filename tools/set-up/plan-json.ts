import * as z from "zod";
import { JsonError, parseJson } from "../json";
import { maskText } from "../secrets";
import { type Configured, configuration, configuredIn } from "./configured";
import {
  type Attributes,
  anything,
  attributes,
  isRecord,
  listOf,
  object,
  optionalText,
  read,
  recordOf,
  text,
} from "./reading";
import { type Resource, resourcesIn, stateValues } from "./values";

/** The part of `terraform show -json` that a report needs, checked: what is not as expected is an error, never "no changes". */
export interface PlanJson {
  readonly terraformVersion: string;
  readonly resourceChanges: ResourceChange[];
  readonly resourceDrift: ResourceChange[];
  readonly outputChanges: OutputChange[];
  readonly failedChecks: FailedCheck[];
  /** Resources as they will be, without the attributes that are known only after apply. */
  readonly planned: Resource[];
  /** Resources and data sources as terraform read them. */
  readonly prior: Resource[];
  readonly configured: Configured;
  /** Whether terraform says that applying would do something; older versions and OpenTofu do not say. */
  readonly applyable: boolean | undefined;
  /** What applying would do beside changing resources and outputs, by address. */
  readonly beside: Beside;
}

/** What a plan has and no report shows. */
export interface Beside {
  /** Actions of providers that terraform would run. */
  readonly actions: readonly string[];
  /** Resources and actions that terraform leaves for a later plan. */
  readonly deferred: readonly string[];
  /** What terraform would do to anything but resources, such as modes of a newer format. */
  readonly otherModes: readonly Pick<ResourceChange, "address" | "mode" | "actions">[];
  /** Checks that terraform has not decided. */
  readonly undecidedChecks: readonly string[];
  /** Fields that are not empty and that this version does not know. */
  readonly unknownFields: readonly string[];
}

export interface ResourceChange {
  readonly address: string;
  readonly previousAddress?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly actions: string[];
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  readonly unknown: Attributes;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
  readonly importId?: string;
  /** Key of what an earlier replacement left over, which this is about instead of the object in use. */
  readonly deposed?: string;
  readonly replacePaths: string[];
}

export interface OutputChange {
  readonly name: string;
  readonly actions: string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: boolean;
  readonly sensitive: boolean;
}

export interface FailedCheck {
  readonly address: string;
  readonly problems: string[];
}

/** A plan that cannot be read or that terraform did not finish. */
export class PlanJsonError extends Error {}

const ACTIONS = new Set(["no-op", "create", "read", "update", "delete", "forget", "open", "renew", "close"]);
/** What changes nothing: data sources are read, ephemeral resources opened and closed. */
const WITHOUT_EFFECT = new Set(["no-op", "read", "open", "renew", "close"]);
/** What is said of a check that holds or does not. */
const FAILED: ReadonlySet<unknown> = new Set(["fail", "error"]);
const DECIDED: ReadonlySet<unknown> = new Set(["pass", ...FAILED]);
/** What becomes of the old object where a new one is created in its place. */
const REPLACED = new Set(["delete", "forget"]);

const change = object({
  actions: listOf(text),
  before: anything,
  after: anything,
  after_unknown: anything,
  before_sensitive: anything,
  after_sensitive: anything,
  replace_paths: listOf(z.array(anything, { error: "is not a list" })),
  importing: object({ id: optionalText }).nullish(),
});

const resourceChange = object({
  address: text,
  previous_address: optionalText,
  mode: text,
  type: text,
  name: text,
  deposed: optionalText,
  change: change.extend({ before: attributes.nullish(), after: attributes.nullish() }),
});

/** What tells whether the rest can be read. */
const head = object({
  format_version: text,
  errored: anything,
  complete: anything,
  checks: listOf(
    object({
      address: object({ to_display: text }),
      status: anything,
      instances: listOf(object({ problems: listOf(object({ message: text })) })),
    }),
  ),
});

const addressed = object({ address: optionalText });

const body = object({
  terraform_version: optionalText,
  resource_changes: listOf(resourceChange),
  resource_drift: listOf(resourceChange),
  output_changes: recordOf(change),
  planned_values: stateValues,
  prior_state: object({ values: stateValues }).nullish(),
  configuration,
  applyable: anything,
  action_invocations: listOf(addressed),
  deferred_changes: listOf(object({ resource_change: addressed.nullish() })),
  deferred_action_invocations: listOf(object({ action_invocation: addressed.nullish() })),
});

/** Fields that are read or that say nothing about what would change. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(head.shape),
  ...Object.keys(body.shape),
  "variables",
  "relevant_attributes",
  "timestamp",
]);

/** Fields that every plan has one of and no state has. */
const STATE_LACKS = ["resource_changes", "planned_values", "applyable", "action_invocations"];

/** Reads the output of `terraform show -json PLAN`; throws a PlanJsonError when it is anything else. */
export function parsePlanJson(source: string): PlanJson {
  const plan = document(source);
  const { format_version: version, checks, errored, complete } = read(head, plan, "the plan", notAsExpected);
  if (version.split(".")[0] !== "1") {
    throw new PlanJsonError(
      `the plan's format_version is ${version}, this tool reads 1.x: use terraform 1.7 or later`,
    );
  }
  if (STATE_LACKS.every((name) => plan[name] === undefined)) {
    throw new PlanJsonError(
      "this is the JSON of a state, not of a plan: give the output of `terraform show -json PLANFILE`",
    );
  }
  const failedChecks = checks.flatMap(failedCheck);
  if (errored === true) {
    const reasons = failedChecks.flatMap((check) =>
      check.problems.map((problem) => `${check.address}: ${problem}`),
    );
    throw new PlanJsonError(
      ["terraform could not finish this plan, what it would change is not known", ...reasons].join("\n"),
    );
  }
  if (complete === false) {
    throw new PlanJsonError(
      "this plan is incomplete (made with -target, or terraform deferred changes): it does not show all that would change",
    );
  }
  const told = read(body, plan, "the plan", notAsExpected);
  const resourceChanges = told.resource_changes.map((entry, index) =>
    resourceChangeOf(entry, `resource_changes[${index}]`),
  );
  return {
    terraformVersion: told.terraform_version ?? "unknown",
    resourceChanges,
    resourceDrift: told.resource_drift.map((entry, index) =>
      resourceChangeOf(entry, `resource_drift[${index}]`),
    ),
    outputChanges: Object.entries(told.output_changes).map(outputChange),
    failedChecks,
    planned: resourcesIn(told.planned_values),
    prior: resourcesIn(told.prior_state?.values),
    configured: configuredIn(told.configuration),
    applyable: typeof told.applyable === "boolean" ? told.applyable : undefined,
    beside: {
      actions: told.action_invocations.map(addressOf),
      deferred: [
        ...told.deferred_changes.map(({ resource_change }) => addressOf(resource_change)),
        ...told.deferred_action_invocations.map(({ action_invocation }) => addressOf(action_invocation)),
      ],
      otherModes: resourceChanges.filter(
        ({ mode, actions }) => mode !== "managed" && actions.some((action) => !WITHOUT_EFFECT.has(action)),
      ),
      undecidedChecks: checks
        .filter(({ status }) => !DECIDED.has(status))
        .map(({ address }) => address.to_display),
      unknownFields: Object.keys(plan).filter((name) => !KNOWN_FIELDS.has(name) && !isEmpty(plan[name])),
    },
  };
}

const notAsExpected = (problems: string) => new PlanJsonError(`the plan is not as expected: ${problems}`);

const addressOf = (entry: z.output<typeof addressed> | null | undefined) =>
  entry?.address ?? "one without an address";

const isEmpty = (value: unknown) =>
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

function document(source: string): Readonly<Record<string, unknown>> {
  if (source.startsWith("PK")) {
    throw new PlanJsonError(
      "this is a saved plan, not JSON: give the output of `terraform show -json PLANFILE`",
    );
  }
  if (source.trim() === "") {
    throw new PlanJsonError("the plan is empty: terraform wrote nothing");
  }
  try {
    return read(attributes, parseJson(source), "the plan", notAsExpected);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PlanJsonError(
      source.startsWith('{"@level"')
        ? "this is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`"
        : `the plan ${error.message}: it is cut off, or something else was written into it; give the output of \`terraform show -json PLANFILE\``,
    );
  }
}

function resourceChangeOf(entry: z.output<typeof resourceChange>, at: string): ResourceChange {
  const { address, mode, type, name, change, deposed } = entry;
  return {
    address,
    previousAddress: entry.previous_address,
    mode,
    type,
    name,
    actions: known(change.actions, at),
    before: change.before ?? null,
    after: change.after ?? null,
    unknown: isRecord(change.after_unknown) ? change.after_unknown : {},
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    deposed,
    importId: change.importing ? (change.importing.id ?? "known after apply") : undefined,
    replacePaths: change.replace_paths.map((path) => path.map(String).join(".")),
  };
}

function outputChange([name, entry]: [string, z.output<typeof change>]): OutputChange {
  return {
    name,
    actions: known(entry.actions, `output_changes.${name}`),
    before: entry.before ?? null,
    after: entry.after ?? null,
    unknown: hasTrue(entry.after_unknown),
    sensitive: hasTrue(entry.before_sensitive) || hasTrue(entry.after_sensitive),
  };
}

const NO_REASON = "terraform does not say why";

function failedCheck({ address, status, instances }: z.output<typeof head>["checks"][number]): FailedCheck[] {
  if (!FAILED.has(status)) return [];
  const problems = instances.flatMap((instance) => instance.problems.map(({ message }) => maskText(message)));
  return [{ address: address.to_display, problems: problems.length > 0 ? problems : [NO_REASON] }];
}

function known(actions: string[], at: string): string[] {
  const strange = actions.find((name) => !ACTIONS.has(name));
  if (actions.length === 0 || strange !== undefined) {
    throw new PlanJsonError(
      `${at} has the action "${strange ?? ""}", which this tool does not know: update agent-stack`,
    );
  }
  const beside = actions.filter((name) => name !== "create");
  const isReplacement =
    actions.length === 2 && beside.length === 1 && beside.every((name) => REPLACED.has(name));
  if (actions.length > 1 && !isReplacement) {
    throw new PlanJsonError(
      `${at} has the actions "${actions.join('", "')}", which this tool does not know together: update agent-stack`,
    );
  }
  return actions;
}

/** Whether anything in a nested marker (after_unknown, after_sensitive) is true. */
export function hasTrue(marker: unknown): boolean {
  return (
    marker === true || (typeof marker === "object" && marker !== null && Object.values(marker).some(hasTrue))
  );
}
