import { invalid } from "../core/errors";
import {
  canonicalUuid,
  type Field,
  flag,
  InvalidValue,
  integer,
  isUuid,
  notAUuid,
  reference,
  text,
} from "../core/fields";
import { exact, isNull, number, plainTruth, pointsAt, truth, uuid, whether } from "../core/filters";
import type { Json, JsonObject, Row } from "../core/json";
import type { Resource, View } from "../core/resource";
import type { Store } from "../core/store";
import { checkExpression } from "../python/check";
import { embeddedGroup, embeddedUser } from "./people";

const BINDABLE = ["flow", "application", "deviceaccessgroup", "flowstagebinding", "device"];

const KINDS: Record<string, [verbose: string, plural: string]> = {
  expression: ["Expression Policy", "Expression Policies"],
  event_matcher: ["Event Matcher Policy", "Event Matcher Policies"],
  password: ["Password Policy", "Password Policies"],
};

/** The object a policy binding's target id names, by its own primary key or the one for bindings. */
function bindableBy(matches: (row: Row) => boolean, store: Store): Row | undefined {
  for (const table of BINDABLE) {
    const row = store.find(table, matches);
    if (row) return row;
  }
  return undefined;
}

/** Stored is the target's id for bindings; answers carry its primary key. */
const target: Field = {
  ...reference("", { required: true }),
  reference: undefined,
  parse: (value, store) => {
    if (!isUuid(value)) throw new InvalidValue(notAUuid(value));
    const id = canonicalUuid(value);
    const row = bindableBy(({ pk }) => pk === id, store) ?? bindableBy(({ pbm }) => pbm === id, store);
    if (!row) throw new InvalidValue(`Invalid pk "${value}" - object does not exist.`);
    return row.pbm;
  },
};

/** To how much the policy is bound, what the stand-in has no collection of included. */
const bindingsOf = (policy: Row, store: Store): number =>
  (policy.unseenBindings as number) +
  store.filter("policybinding", (binding) => binding.policy === policy.pk).length;

function kindOf(policy: Row, store: Store): JsonObject {
  const kind = String(policy.kind);
  const [verbose, plural] = KINDS[kind] ?? ["Policy", "Policies"];
  return {
    component: `ak-policy-${kind.replaceAll("_", "-")}-form`,
    verbose_name: verbose,
    verbose_name_plural: plural,
    meta_model_name: `authentik_policies_${kind}.${kind.replaceAll("_", "")}policy`,
    bound_to: bindingsOf(policy, store) + (policy.promptStages as number),
  };
}

/** A policy with the settings of its kind, as bindings embed it. */
const describe = (policy: Row, store: Store): JsonObject => ({
  name: policy.name,
  execution_logging: policy.execution_logging,
  ...kindOf(policy, store),
  ...(policy.kind === "expression" ? { expression: policy.expression } : (policy.settings as JsonObject)),
});

export const expressionPolicies: Resource = {
  path: "policies/expression",
  table: "policy",
  model: { app: "authentik_policies_expression", name: "expressionpolicy", label: "ExpressionPolicy" },
  fields: {
    name: text({ required: true, unique: "policy with this name already exists." }),
    execution_logging: flag(false),
    expression: text({ required: true }),
  },
  checkFields: (values, existing) => checkExpression(values, existing?.name ?? "temp-policy"),
  includes: ({ kind }) => kind === "expression",
  generated: () => ({ kind: "expression", promptStages: 0, unseenBindings: 0 }),
  computed: (policy, { store }) => kindOf(policy, store),
  search: ["name"],
  filters: { policy_uuid: uuid(), name: exact, execution_logging: truth, expression: exact },
  ordering: ["name"],
};

export const allPolicies: Resource = {
  path: "policies/all",
  table: "policy",
  model: { app: "authentik_policies", name: "policy", label: "Policy" },
  actions: ["list", "retrieve", "destroy"],
  fields: {},
  computed: (policy, { store }) => describe(policy, store),
  search: ["name"],
  filters: {
    bindings__isnull: whether((policy, store) => bindingsOf(policy, store) === 0, truth),
    promptstage__isnull: whether((policy) => policy.promptStages === 0, truth),
  },
  ordering: ["name"],
};

const SIDES = ["group", "policy", "user"] as const;

function title(binding: Row, store: Store): string {
  const side = SIDES.find((name) => binding[name]) ?? "user";
  const name = store.get(side, binding[side])?.name;
  const from = bindableBy(({ pbm }) => pbm === binding.target, store)?.name;
  return `Binding from ${from} #${binding.order} to ${side[0]?.toUpperCase()}${side.slice(1)} ${name}`;
}

const objectOf = <T>(table: string, pk: Json, { store }: View, embed: (row: Row) => T): T | null => {
  const row = store.get(table, pk);
  return row ? embed(row) : null;
};

export const policyBindings: Resource = {
  path: "policies/bindings",
  table: "policybinding",
  model: { app: "authentik_policies", name: "policybinding", label: "PolicyBinding" },
  actions: ["list", "retrieve", "create", "update", "destroy"],
  fields: {
    policy: reference("policy", { onDelete: "cascade", resetByPut: true }),
    group: reference("group", { onDelete: "cascade" }),
    user: reference("user", { onDelete: "cascade", pk: "integer" }),
    target,
    negate: flag(false),
    enabled: flag(true),
    order: integer({ required: true }),
    timeout: integer({ min: 0, default: 30 }),
    failure_result: flag(false),
  },
  together: [["policy", "target", "order"]],
  validate: (values) => {
    const sides = SIDES.map((side) => `'${side}'`).join(", ");
    const count = SIDES.filter((side) => values[side]).length;
    if (count > 1) throw invalid({ non_field_errors: [`Only one of ${sides} can be set.`] });
    if (count < 1) throw invalid({ non_field_errors: [`One of ${sides} must be set.`] });
  },
  computed: (binding, view) => ({
    target: bindableBy(({ pbm }) => pbm === binding.target, view.store)?.pk ?? binding.target,
    policy_obj: objectOf("policy", binding.policy, view, (policy) => ({
      pk: policy.pk,
      ...describe(policy, view.store),
    })),
    expiring: binding.expiring ?? false,
    expires: binding.expires ?? null,
    group_obj: objectOf("group", binding.group, view, embeddedGroup),
    user_obj: objectOf("user", binding.user, view, embeddedUser),
  }),
  title,
  search: ["policy__name"],
  filters: {
    policy: pointsAt("policy"),
    policy__isnull: isNull("policy"),
    target: (_name, values, _rows, store) => boundTo(values.slice(-1), store),
    target_in: (_name, values, _rows, store) => boundTo(values, store),
    enabled: plainTruth,
    order: number,
    timeout: number,
  },
  ordering: ["target", "order"],
  // As recorded, of an order that the database does not promise: those of groups and users first.
  tieBreakers: ["-policy"],
  ties: "newest",
};

function boundTo(ids: string[], store: Store) {
  const malformed = ids.find((id) => !isUuid(id));
  if (malformed !== undefined) return notAUuid(malformed);
  const wanted = ids.map(canonicalUuid);
  return wanted.every((id) => bindableBy(({ pbm }) => pbm === id, store))
    ? (row: Row) => wanted.includes(String(row.target))
    : "Select a valid choice. That choice is not one of the available choices.";
}
