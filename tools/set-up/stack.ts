import type * as z from "zod";
import { withoutIndexes } from "./address";
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
import { type SetUp, type SetUpObject, setUpOf } from "./set-up";
import { referencesIn } from "./template";
import { type Resource, resourcesIn, stateValues } from "./values";

/** What Terraform manages of one environment, the side that a verification compares the live server with. */
export interface ManagedSetUp extends SetUp {
  readonly environment: string;
  /** False where the state is empty: then only names, slugs and client ids can be compared. */
  readonly deployed: boolean;
  /** The version constraint of the authentik provider. */
  readonly providerConstraint?: string;
}

/** What is configured or in the state is not as Terraform writes it. */
export class SetUpError extends Error {}

const blocks = recordOf(recordOf(attributes));

const stackJson = object({
  resource: blocks,
  data: blocks,
  module: recordOf(attributes),
  locals: attributes.nullish(),
  import: listOf(object({ to: text, id: optionalText })),
  terraform: object({ required_providers: recordOf(anything) }).nullish(),
});

const stateJson = object({ values: stateValues });

type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** What is read of `cdk.tf.json`. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly module?: Readonly<Record<string, Attributes>>;
  readonly locals?: Attributes;
  readonly import?: readonly { readonly to: string; readonly id?: string }[];
  readonly terraform?: { readonly required_providers?: Attributes };
}

/** What is read of `terraform show -json` about a state. */
export interface StateJson {
  readonly values?: { readonly root_module?: ModuleJson };
}

interface ModuleJson {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly ModuleJson[];
}

/**
 * Joins what cdktf synthesised and the state by address.
 *
 * What is in a module is known from the state alone: `cdk.tf.json` has the call of a module and not its content.
 *
 * @throws SetUpError
 */
export function managedSetUp(environment: string, stack: StackJson, state: StateJson): ManagedSetUp {
  const configuration = read(stackJson, stack, "it", (problems) => {
    return new SetUpError(`cdk.tf.json of ${environment} is not as expected: ${problems}`);
  });
  const { values } = read(stateJson, state, "it", (problems) => {
    return new SetUpError(`the state of ${environment} is not as expected: ${problems}`);
  });
  const importIds = new Map(configuration.import.map(({ to, id }) => [to, id]));
  const resources = resourcesIn(values);
  const deployed = new Map(resources.map((each) => [each.address, each]));
  const repeated = new Map<string, Attributes>();
  const objects = new Map<string, Omit<SetUpObject, "keys">>();
  const configured = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const { mode, type, name, block } of blocksIn(configuration)) {
    const bare = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const instances = instancesOf(block);
    if (!instances) {
      repeated.set(bare, block);
      configured.set(bare, referencesOf(block));
    }
    for (const { index, filled, each } of instances ?? []) {
      const address = bare + index;
      const values = deployed.get(address)?.values;
      configured.set(address, referencesOf({ ...filled, for_each: each }));
      objects.set(address, {
        address,
        mode,
        type,
        name,
        configured: filled,
        deployed: values,
        importId: importIds.get(address),
        seen: values ? [values] : [],
      });
    }
  }
  for (const [name, call] of Object.entries(configuration.module)) {
    configured.set(`module.${name}`, referencesOf(call, "var."));
  }
  configured.set("local", referencesOf(configuration.locals ?? {}));
  for (const { address, mode, type, name, values } of resources) {
    if (objects.has(address)) continue;
    const block = repeated.get(withoutIndexes(address));
    objects.set(address, { address, mode, type, name, configured: block, deployed: values, seen: [values] });
  }
  return {
    ...setUpOf([...objects.values()], configured),
    environment,
    deployed: resources.some((each) => each.mode === "managed"),
    providerConstraint: constraintIn(configuration.terraform?.required_providers ?? {}),
  };
}

interface Block {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly block: Attributes;
}

function blocksIn({ resource, data }: z.output<typeof stackJson>): readonly Block[] {
  const of = (mode: Block["mode"], types: typeof resource) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => ({ mode, type, name, block })),
    );
  return [...of("managed", resource), ...of("data", data)];
}

function referencesOf(block: Attributes, prefix = ""): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(block).map(([name, value]) => [
      name === "for_each" ? "each.value" : prefix + name,
      referencesIn(value),
    ]),
  );
}

interface Instance {
  /** As its address has it: `["a"]`, `[0]`, empty where nothing is repeated. */
  readonly index: string;
  readonly filled: Attributes;
  /** What `each.value` stands for. */
  readonly each?: unknown;
}

/** The instances of what is configured; undefined where only Terraform can tell them. */
function instancesOf(block: Attributes): readonly Instance[] | undefined {
  const { count, for_each: forEach, ...attributes } = block;
  const filled = (values: Attributes) => filledIn(attributes, values) as Attributes;
  if (isRecord(forEach)) {
    return Object.entries(forEach).map(([key, each]) => {
      const index = `[${JSON.stringify(key)}]`;
      return { index, each, filled: filled({ "each.key": key, "each.value": each, "[each.key]": index }) };
    });
  }
  if (typeof count === "number") {
    return Array.from({ length: count }, (_, at) => {
      return { index: `[${at}]`, filled: filled({ "count.index": at, "[count.index]": `[${at}]` }) };
    });
  }
  return count === undefined && forEach === undefined ? [{ index: "", filled: block }] : undefined;
}

/** The value with what an instance has for `each.key`, `each.value` and `count.index` in it. */
function filledIn(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, values));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledIn(item, values)]));
  }
  if (typeof value !== "string") return value;
  const whole = Object.keys(values).find((name) => value === `\${${name}}`);
  if (whole !== undefined) return values[whole];
  return Object.entries(values).reduce((text, [name, each]) => {
    const place = name.startsWith("[") ? name : `\${${name}}`;
    return typeof each === "object" ? text : text.replaceAll(place, () => String(each));
  }, value);
}

/** The constraint on the provider that comes from authentik, whatever the stack calls it. */
function constraintIn(providers: Readonly<Record<string, unknown>>): string | undefined {
  const all = Object.values(providers).filter(isRecord);
  const authentiks = all.find(({ source }) => /(^|\/)goauthentik\/authentik$/.test(String(source)));
  const { version } = authentiks ?? [providers.authentik].find(isRecord) ?? {};
  return typeof version === "string" ? version : undefined;
}
