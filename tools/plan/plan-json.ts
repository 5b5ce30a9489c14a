import { maskText } from "./secrets";

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
  /** Resource address without indexes → attribute → what its expression refers to; only attributes that are configured. */
  readonly configured: ReadonlyMap<string, ReadonlyMap<string, string[]>>;
  /** Whether terraform says that applying would do something; older versions and OpenTofu do not say. */
  readonly applyable: boolean | undefined;
}

export interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly values: Attributes;
  /** Terraform's marker of what in the values is sensitive. */
  readonly sensitive?: unknown;
}

export type Attributes = Readonly<Record<string, unknown>>;

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

/** Reads the output of `terraform show -json PLAN`; throws a PlanJsonError when it is anything else. */
export function parsePlanJson(source: string): PlanJson {
  const plan = document(source);
  const version = string(plan.format_version, "format_version");
  if (version.split(".")[0] !== "1") {
    throw new PlanJsonError(
      `the plan's format_version is ${version}, this tool reads 1.x: use terraform 1.7 or later`,
    );
  }
  if (plan.resource_changes === undefined && plan.planned_values === undefined) {
    throw new PlanJsonError(
      "this is the JSON of a state, not of a plan: give the output of `terraform show -json PLANFILE`",
    );
  }
  const failedChecks = list(plan.checks, "checks").flatMap(failedCheck);
  if (plan.errored === true) {
    const reasons = failedChecks.flatMap((check) =>
      check.problems.map((problem) => `${check.address}: ${problem}`),
    );
    throw new PlanJsonError(
      ["terraform could not finish this plan, what it would change is not known", ...reasons].join("\n"),
    );
  }
  if (plan.complete === false) {
    throw new PlanJsonError(
      "this plan is incomplete (made with -target, or terraform deferred changes): it does not show all that would change",
    );
  }
  return {
    terraformVersion: optionalString(plan.terraform_version, "terraform_version") ?? "unknown",
    resourceChanges: list(plan.resource_changes, "resource_changes").map(resourceChange("resource_changes")),
    resourceDrift: list(plan.resource_drift, "resource_drift").map(resourceChange("resource_drift")),
    outputChanges: Object.entries(optionalRecord(plan.output_changes, "output_changes")).map(outputChange),
    failedChecks,
    planned: resources(optionalRecord(plan.planned_values, "planned_values"), "planned_values"),
    prior: resources(
      optionalRecord(optionalRecord(plan.prior_state, "prior_state").values, "prior_state.values"),
      "prior_state.values",
    ),
    configured: configured(optionalRecord(plan.configuration, "configuration")),
    applyable: typeof plan.applyable === "boolean" ? plan.applyable : undefined,
  };
}

function document(source: string): Record<string, unknown> {
  if (source.startsWith("PK")) {
    throw new PlanJsonError(
      "this is a saved plan, not JSON: give the output of `terraform show -json PLANFILE`",
    );
  }
  if (source.trim() === "") {
    throw new PlanJsonError("the plan is empty: terraform wrote nothing");
  }
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    const streamed = source.startsWith('{"@level"');
    throw new PlanJsonError(
      streamed
        ? "this is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`"
        : "the plan is not valid JSON, it is cut off or something else was written into it: give the output of `terraform show -json PLANFILE`",
    );
  }
  return record(value, "the plan");
}

function resourceChange(where: string): (value: unknown, index: number) => ResourceChange {
  return (value, index) => {
    const at = `${where}[${index}]`;
    const entry = record(value, at);
    const change = record(entry.change, `${at}.change`);
    const importing = change.importing == null ? undefined : record(change.importing, `${at}.importing`);
    return {
      address: string(entry.address, `${at}.address`),
      previousAddress: optionalString(entry.previous_address, `${at}.previous_address`),
      mode: string(entry.mode, `${at}.mode`),
      type: string(entry.type, `${at}.type`),
      name: string(entry.name, `${at}.name`),
      actions: actions(change.actions, at),
      before: attributes(change.before, `${at}.before`),
      after: attributes(change.after, `${at}.after`),
      unknown: isRecord(change.after_unknown) ? change.after_unknown : {},
      beforeSensitive: change.before_sensitive,
      afterSensitive: change.after_sensitive,
      deposed: optionalString(entry.deposed, `${at}.deposed`),
      importId: importing && (optionalString(importing.id, `${at}.importing.id`) ?? "known after apply"),
      replacePaths: list(change.replace_paths, `${at}.replace_paths`).map((path) =>
        list(path, `${at}.replace_paths`).map(String).join("."),
      ),
    };
  };
}

function outputChange([name, value]: [string, unknown]): OutputChange {
  const change = record(value, `output_changes.${name}`);
  return {
    name,
    actions: actions(change.actions, `output_changes.${name}`),
    before: change.before ?? null,
    after: change.after ?? null,
    unknown: hasTrue(change.after_unknown),
    sensitive: hasTrue(change.before_sensitive) || hasTrue(change.after_sensitive),
  };
}

function failedCheck(value: unknown, index: number): FailedCheck[] {
  const check = record(value, `checks[${index}]`);
  if (check.status !== "fail" && check.status !== "error") {
    return [];
  }
  const problems = list(check.instances, `checks[${index}].instances`).flatMap((instance) =>
    list(record(instance, `checks[${index}]`).problems, `checks[${index}].problems`).map((problem) =>
      maskText(string(record(problem, `checks[${index}].problems`).message, `checks[${index}].message`)),
    ),
  );
  const address = string(record(check.address, `checks[${index}].address`).to_display, "to_display");
  return [{ address, problems }];
}

function resources(values: Record<string, unknown>, where: string): Resource[] {
  const visit = (module: Record<string, unknown>): Resource[] => [
    ...list(module.resources, `${where}.resources`).flatMap((value) => {
      const resource = record(value, `${where}.resources`);
      if (resource.deposed_key != null) {
        return [];
      }
      const found: Resource = {
        address: string(resource.address, `${where}.address`),
        mode: string(resource.mode, `${where}.mode`),
        type: string(resource.type, `${where}.type`),
        name: string(resource.name, `${where}.name`),
        values: attributes(resource.values, `${where}.values`) ?? {},
        sensitive: resource.sensitive_values,
      };
      return [found];
    }),
    ...list(module.child_modules, `${where}.child_modules`).flatMap((child) =>
      visit(record(child, `${where}.child_modules`)),
    ),
  ];
  return visit(optionalRecord(values.root_module, `${where}.root_module`));
}

function configured(configuration: Record<string, unknown>): Map<string, Map<string, string[]>> {
  const visit = (module: Record<string, unknown>, path: string): [string, Map<string, string[]>][] => [
    ...list(module.resources, "configuration.resources").map((value): [string, Map<string, string[]>] => {
      const resource = record(value, "configuration.resources");
      const expressions = optionalRecord(resource.expressions, "configuration.expressions");
      return [
        path + string(resource.address, "configuration.address"),
        new Map(
          Object.entries(expressions).map(([name, expression]) => [
            name,
            referencesIn(expression).map((reference) => path + reference),
          ]),
        ),
      ];
    }),
    ...Object.entries(optionalRecord(module.module_calls, "configuration.module_calls")).flatMap(
      ([name, call]) => {
        const called = optionalRecord(
          record(call, "configuration.module_calls").module,
          "configuration.module",
        );
        return visit(called, `${path}module.${name}.`);
      },
    ),
  ];
  return new Map(visit(optionalRecord(configuration.root_module, "configuration.root_module"), ""));
}

function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) {
    return expression.flatMap(referencesIn);
  }
  if (!isRecord(expression)) {
    return [];
  }
  return Object.entries(expression).flatMap(([key, value]) =>
    key === "references" && Array.isArray(value) ? value.map(String) : referencesIn(value),
  );
}

function actions(value: unknown, where: string): string[] {
  const names = list(value, `${where}.actions`).map((name) => string(name, `${where}.actions`));
  const strange = names.find((name) => !ACTIONS.has(name));
  if (names.length === 0 || strange !== undefined) {
    throw new PlanJsonError(
      `${where} has the action "${strange ?? ""}", which this tool does not know: update agent-stack`,
    );
  }
  return names;
}

function attributes(value: unknown, where: string): Attributes | null {
  return value == null ? null : record(value, where);
}

/** Whether anything in a nested marker (after_unknown, after_sensitive) is true. */
export function hasTrue(marker: unknown): boolean {
  return (
    marker === true || (typeof marker === "object" && marker !== null && Object.values(marker).some(hasTrue))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (!isRecord(value)) {
    throw new PlanJsonError(`the plan is not as expected: ${where} is not an object`);
  }
  return value;
}

function optionalRecord(value: unknown, where: string): Record<string, unknown> {
  return value == null ? {} : record(value, where);
}

function list(value: unknown, where: string): unknown[] {
  if (value == null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new PlanJsonError(`the plan is not as expected: ${where} is not a list`);
  }
  return value;
}

function string(value: unknown, where: string): string {
  if (typeof value !== "string") {
    throw new PlanJsonError(`the plan is not as expected: ${where} is not a string`);
  }
  return value;
}

function optionalString(value: unknown, where: string): string | undefined {
  return value == null ? undefined : string(value, where);
}
