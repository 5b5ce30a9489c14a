import type { Attributes } from "../../../tools/set-up/reading";

// Plans of AgentStack as a stack of one's own would give them: the same objects under other addresses.

interface PlanSource {
  readonly planned_values: Values;
  readonly prior_state?: { readonly values: Values };
  readonly resource_changes?: readonly Addressed[];
  readonly resource_drift?: readonly Addressed[];
  readonly checks?: readonly { readonly address: { readonly to_display: string } }[];
  readonly configuration: { readonly root_module: Module };
}

interface Values {
  readonly root_module: ModuleValues;
}

interface ModuleValues {
  readonly resources?: readonly Addressed[];
  readonly child_modules?: readonly ModuleValues[];
}

interface Addressed extends Attributes {
  readonly address: string;
  readonly previous_address?: string;
}

interface Module {
  readonly resources: readonly (Addressed & { readonly type: string; readonly expressions: Attributes })[];
  readonly outputs?: Attributes;
}

/** The same plan elsewhere, and what stands at a place there for each address here. */
export interface Elsewhere {
  readonly json: string;
  readonly addresses: ReadonlyMap<string, string>;
}

type Placing = (address: string, index: number) => string;

/** Every resource under a name that says nothing. */
export const underOtherNames = (json: string): Elsewhere =>
  moved(json, (address, index) => {
    const segments = address.split(".");
    return [...segments.slice(0, -1), `this_${index}`].join(".");
  });

/** Every resource repeated by for_each, under one key. */
export function repeated(json: string): Elsewhere {
  const { json: placed, addresses } = moved(json, (address) => `${address}["the.one"]`);
  const plan: PlanSource = JSON.parse(placed);
  const root = plan.configuration.root_module;
  const resources = root.resources.map((resource) => ({
    ...resource,
    address: resource.address.replace(/\["the\.one"\]$/, ""),
    for_each_expression: { references: ["var.all"] },
    // Of an index such as each.key Terraform tells no more than that.
    expressions: withReferences(resource.expressions, (references) => [
      ...references.map((reference) => reference.replace(/\["the\.one"\].*$/, "")),
      ...(references.length > 0 ? ["each.key"] : []),
    ]),
  }));
  return {
    json: JSON.stringify({ ...plan, configuration: { root_module: { ...root, resources } } }),
    addresses,
  };
}

/** Everything in one module, itself one of several. */
export function inOneModule(json: string): Elsewhere {
  const at = 'module.site["eu.1"].module.agent.';
  const { plan, addresses } = placed(json, (address) => at + address);
  const inside = plan.configuration.root_module;
  const root_module = {
    module_calls: {
      site: {
        for_each_expression: { references: ["var.sites"] },
        module: { module_calls: { agent: { module: inside } } },
      },
    },
  };
  return { json: JSON.stringify({ ...inModules(plan), configuration: { root_module } }), addresses };
}

/** A module for each type; what refers to another type gets it through the module's outputs and inputs. */
export function acrossModules(json: string): Elsewhere {
  const moduleOf = (address: string) => `m_${address.replace(/\.[^.]*$/, "").replaceAll(".", "_")}`;
  const nameOf = (address: string) => address.replace(/^.*\./, "");
  const { plan, addresses } = placed(json, (address) => `module.${moduleOf(address)}.${address}`);
  const { resources } = plan.configuration.root_module;
  const targets = (expression: unknown) => [
    ...new Set(
      referencesIn(expression).map((reference) => /^(?:data\.)?[^.]+\.[^.]+/.exec(reference)?.[0] ?? ""),
    ),
  ];
  const variable = (address: string) => address.replaceAll(".", "__");
  const module_calls: Record<string, { expressions: Attributes; module: object }> = {};
  for (const name of new Set(resources.map(({ address }) => moduleOf(address)))) {
    const own = resources.filter(({ address }) => moduleOf(address) === name);
    const wanted = [...new Set(own.flatMap(({ expressions }) => targets(expressions)))];
    module_calls[name] = {
      expressions: Object.fromEntries(
        wanted.map((address) => {
          const module = `module.${moduleOf(address)}`;
          return [variable(address), { references: [`${module}.${nameOf(address)}`, module] }];
        }),
      ),
      module: {
        resources: own.map((resource) => ({
          ...resource,
          expressions: withReferences(resource.expressions, (references) =>
            targets({ references }).map((address) => `var.${variable(address)}`),
          ),
        })),
        outputs: Object.fromEntries(
          own.map(({ address }) => [
            nameOf(address),
            { expression: { references: [`${address}.id`, address] } },
          ]),
        ),
      },
    };
  }
  return {
    json: JSON.stringify({ ...inModules(plan), configuration: { root_module: { module_calls } } }),
    addresses,
  };
}

/** Another address for each resource, in references too. */
function moved(json: string, place: Placing): Elsewhere {
  const { plan, addresses } = placed(json, place);
  const root = plan.configuration.root_module;
  const resources = root.resources.map((resource) => ({
    ...resource,
    address: addresses.get(resource.address) ?? resource.address,
    expressions: withReferences(resource.expressions, (references) =>
      references.map((reference) => {
        const [address = ""] = /^(?:data\.)?[^.]+\.[^.]+/.exec(reference) ?? [];
        return (addresses.get(address) ?? address) + reference.slice(address.length);
      }),
    ),
  }));
  return {
    json: JSON.stringify({ ...plan, configuration: { root_module: { ...root, resources } } }),
    addresses,
  };
}

/** The plan with other addresses but for its configuration, and which they are. */
function placed(json: string, place: Placing): { plan: PlanSource; addresses: Map<string, string> } {
  const plan: PlanSource = JSON.parse(json);
  const known = [
    ...(plan.prior_state?.values.root_module.resources ?? []),
    ...(plan.planned_values.root_module.resources ?? []),
    ...(plan.resource_changes ?? []),
    ...(plan.resource_drift ?? []),
    ...plan.configuration.root_module.resources,
  ].flatMap(({ address, previous_address }) => [address, ...(previous_address ? [previous_address] : [])]);
  const addresses = new Map([...new Set(known)].map((address, index) => [address, place(address, index)]));
  const at = (address: string) => addresses.get(address) ?? address;
  const all = (resources: readonly Addressed[] = []) =>
    resources.map((each) => ({
      ...each,
      address: at(each.address),
      ...(each.previous_address ? { previous_address: at(each.previous_address) } : {}),
      name: at(each.address).replace(/^.*\./, "").replace(/\[.*$/, ""),
    }));
  const values = ({ root_module }: Values) => ({ root_module: { resources: all(root_module.resources) } });
  return {
    plan: {
      ...plan,
      planned_values: values(plan.planned_values),
      ...(plan.prior_state
        ? { prior_state: { ...plan.prior_state, values: values(plan.prior_state.values) } }
        : {}),
      resource_changes: all(plan.resource_changes),
      resource_drift: all(plan.resource_drift),
      checks: plan.checks?.map((check) => ({
        ...check,
        address: { ...check.address, to_display: at(check.address.to_display) },
      })),
    },
    addresses,
  };
}

/** Values as Terraform gives those of modules: below child_modules. */
function inModules(plan: PlanSource): PlanSource {
  const values = ({ root_module: { resources = [] } }: Values) => ({
    root_module: {
      child_modules: [{ child_modules: [{ resources }] }],
    },
  });
  return {
    ...plan,
    planned_values: values(plan.planned_values),
    ...(plan.prior_state
      ? { prior_state: { ...plan.prior_state, values: values(plan.prior_state.values) } }
      : {}),
  };
}

function referencesIn(expression: unknown): string[] {
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) =>
    key === "references" ? (value as string[]) : referencesIn(value),
  );
}

function withReferences(expressions: Attributes, change: (references: string[]) => string[]): Attributes {
  return JSON.parse(JSON.stringify(expressions), (key, value) =>
    key === "references" ? change(value) : value,
  );
}
