import { evaluated } from "../../lib/literal";
import * as objects from "../objects";
import type { ManagedType } from "../objects/object-type";
import { referredTo } from "../set-up/meaning";
import { attribute, deployedIds, resourcesOf, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { type LiveObject, valueAt } from "./live-object";
import { idOf } from "./match";
import { refusalOf } from "./refusal";
import { type Setting, type Step, whomOf } from "./settings";

/** What stays as it is in authentik, managed by nobody here. */
export interface Unmanaged {
  readonly what: string;
  readonly why: string;
}

/** What is taken over by further entries in the configuration's lists, and what is not. */
export interface Entries {
  readonly settings: readonly Setting[];
  /** How each was found. */
  readonly found: readonly string[];
  readonly unmanaged: readonly Unmanaged[];
  /** Names of the policies that the entries name by their ids. */
  readonly policies: readonly (readonly [id: string, name: string])[];
}

export const NO_ENTRIES: Entries = { settings: [], found: [], unmanaged: [], policies: [] };

export function together(all: readonly Entries[]): Entries {
  return {
    settings: all.flatMap(({ settings }) => settings),
    found: all.flatMap(({ found }) => found),
    unmanaged: all.flatMap(({ unmanaged }) => unmanaged),
    policies: all.flatMap(({ policies }) => policies),
  };
}

/** Below this a token is gone before anybody has reviewed what takes it over: authentik deletes those that have ended. */
const SHORTEST_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * The connector's tokens that the configuration does not have.
 *
 * @param groups those that the configuration has or gets
 */
export function tokenEntries(
  managed: ManagedSetUp,
  tokens: readonly LiveObject[],
  groups: readonly LiveObject[],
  now: number,
): Entries {
  return together(
    notHad(managed, objects.enrollmentToken, tokens).map((token) => {
      const what = `enrollment token ${token.name}`;
      if (token.expiring && Date.parse(String(token.expires)) - now < SHORTEST_MILLISECONDS) {
        return left(what, `it ends at ${token.expires}, and authentik deletes it then`);
      }
      const group = groups.find((each) => idOf(objects.deviceAccessGroup, each) === token.device_group);
      if (token.device_group && !group) {
        return left(
          what,
          "the device access group of its devices is not shown, or the configuration cannot name it",
        );
      }
      return entry(what, "enrols at the connector", {
        path: ["enrollmentTokens", { name: String(token.name) }],
        values: {
          ...(group && { deviceAccessGroup: group.name }),
          ...(token.expiring ? { expires: token.expires } : { expiring: false }),
        },
      });
    }),
  );
}

/**
 * The connector's endpoint stages that the configuration does not have.
 *
 * @param isWithoutKey whether the connector has no challenge key, which a configured stage gives it
 */
export function stageEntries(
  managed: ManagedSetUp,
  stages: readonly LiveObject[],
  isWithoutKey: boolean,
): Entries {
  return together(
    notHad(managed, objects.endpointStage, stages).map((stage) => {
      if (isWithoutKey) return left(`endpoint stage ${stage.name}`, WITHOUT_KEY);
      return entry(`endpoint stage ${stage.name}`, "asks the connector", {
        path: ["endpointStages", { name: String(stage.name) }],
        values: { mode: stage.mode },
      });
    }),
  );
}

const WITHOUT_KEY =
  "its connector has no challenge key, so that it checks nothing; name it under endpointStages to take it over, which gives the connector one";

/** As authentik's own pages bind a stage to a flow, and the configuration does. */
const AS_BOUND: Readonly<Record<string, unknown>> = {
  evaluate_on_plan: false,
  re_evaluate_policies: true,
  policy_engine_mode: "any",
  invalid_response_action: "retry",
};

/** The place of a stage in a flow, where the configuration has none and can say it. */
export function placeEntries(
  managed: ManagedSetUp,
  stage: LiveObject,
  bindings: readonly LiveObject[],
  flows: readonly LiveObject[],
  deviceCodeFlow: LiveObject | undefined,
): Entries {
  const known = deployedIds(managed, objects.flowStageBinding.type);
  const bound = resourcesOf(managed, objects.flowStageBinding.type).find(
    (each) => each.configured && attribute(referredTo(managed, each, "stage"), "name") === stage.name,
  );
  const flowOfBound = attribute(bound && referredTo(managed, bound, "target"), "slug");
  let isTaken = bound !== undefined;
  return together(
    bindings
      .filter((binding) => !known.includes(idOf(objects.flowStageBinding, binding)))
      .map((binding) => ({ binding, flow: flows.find(({ pk }) => pk === binding.target) }))
      .sort((a, b) => placeOf(a.flow).localeCompare(placeOf(b.flow)))
      .map(({ binding, flow }) => {
        const slug = flow?.slug;
        const what = `place ${binding.order} of stage ${stage.name} in flow ${slug}`;
        const isTwice = bindings.filter(({ target }) => target === binding.target).length > 1;
        const differing = Object.keys(AS_BOUND).filter((field) => binding[field] !== AS_BOUND[field]);
        if (slug === undefined) return left(what, "the flow is not shown");
        if (binding.target === deviceCodeFlow?.pk) {
          return left(what, "the device code flow is no flow for such a stage");
        }
        if (isTwice) return left(what, "the stage is in this flow twice");
        // The configured place, which is found by itself.
        if (slug === flowOfBound) return NO_ENTRIES;
        if (differing.length > 0) {
          return left(what, `there are no settings for its ${differing.join(", ")}`);
        }
        if (isTaken) return left(what, "the configuration puts a stage into one flow");
        isTaken = true;
        return entry(what, "it is bound there", {
          path: ["endpointStages", { name: String(stage.name) }],
          values: { bind: { flow: slug, order: binding.order } },
        });
      }),
  );
}

/** Flows in which people log in come first: there a device is checked. */
const placeOf = (flow: LiveObject = {}) => `${flow.designation === "authentication" ? 0 : 1} ${flow.slug}`;

/** The groups into which tokens put devices, and that the configuration does not have. */
export function groupEntries(managed: ManagedSetUp, groups: readonly LiveObject[]): Entries {
  return together(
    notHad(managed, objects.deviceAccessGroup, groups).map((group) =>
      entry(`device access group ${group.name}`, "gets the devices of an enrollment token", {
        path: ["deviceAccessGroups", { name: String(group.name) }],
        values: {},
      }),
    ),
  );
}

/** The bindings of a target, which the configuration may have, that its list of those who are let in lacks. */
export function bindingEntries(
  managed: ManagedSetUp,
  target: { readonly what: string; readonly list: readonly Step[]; readonly object?: SetUpObject },
  bindings: readonly LiveObject[],
): Entries {
  const had = new Set(
    resourcesOf(managed, objects.policyBinding.type)
      .filter((binding) => binding.configured && referredTo(managed, binding, "target") === target.object)
      .map((binding) => JSON.stringify(whomOf(managed, binding))),
  );
  const known = deployedIds(managed, objects.policyBinding.type);
  return together(
    bindings
      .filter((binding) => !known.includes(idOf(objects.policyBinding, binding)))
      .map((binding) => {
        const whom = whomIn(binding);
        if (target.object && had.has(JSON.stringify(whom?.step))) return NO_ENTRIES;
        const what = `${whom?.what ?? `binding ${binding.pk}`} at ${target.what}`;
        if (!whom) return left(what, "whom it names is not shown");
        if (binding.expiring) {
          return left(
            what,
            `an approved access request made the binding, which ends by itself at ${binding.expires}`,
          );
        }
        const entries = entry(what, "is bound to it", { path: [...target.list, whom.step], values: {} });
        return whom.policy === undefined ? entries : { ...entries, policies: [whom.policy] };
      }),
  );
}

interface Whom {
  /** As an entry of the configuration names it. */
  readonly step: Readonly<Record<string, string>>;
  readonly what: string;
  readonly policy?: Entries["policies"][number];
}

function whomIn(binding: LiveObject): Whom | undefined {
  const { policy } = binding;
  const [group, user, policyName] = ["group_obj.name", "user_obj.username", "policy_obj.name"].map((field) =>
    valueAt(binding, field),
  );
  if (group !== undefined) return { step: { group: String(group) }, what: `group ${group}` };
  if (user !== undefined) return { step: { user: String(user) }, what: `user ${user}` };
  if (policyName === undefined) return undefined;
  return {
    step: { policy: String(policy) },
    what: `policy ${policyName}`,
    policy: [String(policy), String(policyName)],
  };
}

/** Those that neither the configuration names nor the state has, which may be about to be deleted. */
function notHad(managed: ManagedSetUp, type: ManagedType, all: readonly LiveObject[]): readonly LiveObject[] {
  const known = deployedIds(managed, type.type);
  const names = resourcesOf(managed, type.type)
    .filter(({ configured }) => configured)
    .map(({ configured }) => evaluated(String(configured?.name)));
  return all
    .filter((object) => !known.includes(idOf(type, object)) && !names.includes(String(object.name)))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

function entry(
  what: string,
  how: string,
  { path, values }: { path: readonly Step[]; values: Readonly<Record<string, unknown>> },
): Entries {
  return entryOf(what, how, [
    { path, value: {} },
    ...Object.entries(values).map(([name, value]) => ({ path: [...path, name], value })),
  ]);
}

/** What is taken over by these settings, unless the configuration does not take them. */
export function entryOf(what: string, how: string, settings: readonly Setting[]): Entries {
  const refusal = refusalOf(settings);
  if (refusal !== undefined) return left(what, `the configuration cannot name it: ${refusal}`);
  return { ...NO_ENTRIES, settings, found: [`${what}: ${how}`] };
}

export const left = (what: string, why: string): Entries => ({ ...NO_ENTRIES, unmanaged: [{ what, why }] });
