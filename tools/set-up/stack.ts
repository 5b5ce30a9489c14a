import type * as z from "zod";
import { withoutIndexes } from "./address";
import type { Configured } from "./configured";
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
  for (const [mode, prefix, types] of [
    ["managed", "", configuration.resource],
    ["data", "data.", configuration.data],
  ] as const) {
    for (const [type, named] of Object.entries(types)) {
      for (const [name, block] of Object.entries(named)) {
        const bare = `${prefix}${type}.${name}`;
        const instances = instancesOf(block);
        if (!instances) repeated.set(bare, block);
        for (const [index, configured] of instances ?? []) {
          const address = bare + index;
          const values = deployed.get(address)?.values;
          const importId = importIds.get(address);
          objects.set(address, {
            address,
            mode,
            type,
            name,
            configured,
            deployed: values,
            importId,
            seen: values ? [values] : [],
          });
        }
      }
    }
  }
  for (const { address, mode, type, name, values } of resources) {
    if (objects.has(address)) continue;
    const configured = repeated.get(withoutIndexes(address));
    objects.set(address, { address, mode, type, name, configured, deployed: values, seen: [values] });
  }
  return {
    ...setUpOf([...objects.values()], configuredIn(configuration)),
    environment,
    deployed: resources.some((each) => each.mode === "managed"),
    providerConstraint: constraintIn(configuration.terraform?.required_providers ?? {}),
  };
}

/** The instances of what is configured, by their indexes; undefined where only Terraform can tell them. */
function instancesOf(
  block: Attributes,
): readonly (readonly [index: string, configured: Attributes])[] | undefined {
  const { count, for_each: forEach } = block;
  if (isRecord(forEach)) {
    return Object.entries(forEach).map(([key, value]) => [
      `[${JSON.stringify(key)}]`,
      filledIn(block, { "${each.key}": key, "${each.value}": value }),
    ]);
  }
  if (typeof count === "number") {
    return Array.from({ length: count }, (_, index) => [
      `[${index}]`,
      filledIn(block, { "${count.index}": index }),
    ]);
  }
  return count === undefined && forEach === undefined ? [["", block]] : undefined;
}

function filledIn(block: Attributes, values: Readonly<Record<string, unknown>>): Attributes {
  const isFilled = (value: unknown): value is string =>
    typeof value === "string" && Object.hasOwn(values, value);
  return Object.fromEntries(
    Object.entries(block).map(([name, value]) => [name, isFilled(value) ? values[value] : value]),
  );
}

function configuredIn(stack: z.output<typeof stackJson>): Configured {
  const configured = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const put = (address: string, block: Attributes, prefix = "") => {
    const attributes = Object.entries(block).map(([name, value]) => {
      return [name === "for_each" ? "each.value" : prefix + name, referencesIn(value)] as const;
    });
    configured.set(address, new Map(attributes));
  };
  for (const [prefix, types] of [
    ["", stack.resource],
    ["data.", stack.data],
  ] as const) {
    for (const [type, named] of Object.entries(types)) {
      for (const [name, block] of Object.entries(named)) put(`${prefix}${type}.${name}`, block);
    }
  }
  for (const [name, block] of Object.entries(stack.module)) put(`module.${name}`, block, "var.");
  put("local", stack.locals ?? {});
  return configured;
}

/** The constraint on the provider that comes from authentik, whatever the stack calls it. */
function constraintIn(providers: Readonly<Record<string, unknown>>): string | undefined {
  const all = Object.values(providers).filter(isRecord);
  const authentiks = all.find(({ source }) => /(^|\/)goauthentik\/authentik$/.test(String(source)));
  const { version } = authentiks ?? [providers.authentik].find(isRecord) ?? {};
  return typeof version === "string" ? version : undefined;
}
