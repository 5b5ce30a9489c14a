import { type JsonError, parseJson } from "../json";
import { type Attributes, anything, attributes, listOf, object, optionalText, read, text } from "./reading";
import { SetUpError, type StateJson } from "./stack";

const pulledState = object({
  version: anything,
  resources: listOf(
    object({
      module: optionalText,
      mode: text,
      type: text,
      name: text,
      instances: listOf(object({ index_key: anything, deposed: anything, attributes: attributes.nullish() })),
    }),
  ),
});

/** The format that terraform and OpenTofu write. */
const VERSION = 4;

/**
 * The state as `terraform state pull` gives it, in the form of `terraform show -json`: that would start the provider, which takes
 * longer than the rest of it.
 *
 * @throws SetUpError
 */
export function stateOf(environment: string, pulled: string): StateJson {
  if (pulled.trim() === "") return {};
  const strange = (problems: string) =>
    new SetUpError(`the state of ${environment} is not as expected: ${problems}`);
  const { version, resources } = read(pulledState, json(pulled, strange), "it", strange);
  if (version !== VERSION) {
    const given = typeof version === "number" ? `the format ${version}` : "no format";
    throw new SetUpError(`the state of ${environment} has ${given}, ${VERSION} is known: update agent-stack`);
  }
  return {
    values: {
      root_module: {
        resources: resources.flatMap(({ module, mode, type, name, instances }) =>
          instances
            .filter(({ deposed }) => deposed == null)
            .map((instance) => ({
              address: `${module ? `${module}.` : ""}${mode === "data" ? "data." : ""}${type}.${name}${indexOf(instance.index_key)}`,
              mode,
              type,
              name,
              values: valuesOf(type, instance.attributes ?? {}),
            })),
        ),
      },
    },
  };
}

function json(text: string, fail: (problem: string) => Error): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw fail(`it ${(error as JsonError).message}`);
  }
}

const indexOf = (key: unknown) => (key == null ? "" : `[${JSON.stringify(key)}]`);

/** What a `terraform_data` holds has its type beside it. */
function valuesOf(type: string, values: Attributes): Attributes {
  if (type !== "terraform_data") return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isTyped(value) ? value.value : value]),
  );
}

const isTyped = (value: unknown): value is { readonly value: unknown } =>
  typeof value === "object" && value !== null && "value" in value && "type" in value;
