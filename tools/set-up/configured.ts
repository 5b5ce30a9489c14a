import type * as z from "zod";
import { withoutIndexes } from "./address";
import { anything, attributes, isRecord, listOf, object, recordOf, text } from "./reading";

/**
 * What is configured, and what its expressions refer to, by address without indexes.
 *
 * At the address of a resource are its attributes, at that of a module call `var.NAME` for what it is given and NAME for
 * what it puts out, and `each.value` for what either is repeated over; at `local` are the local values. References are
 * given from the root.
 */
export type Configured = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

interface ModuleConfiguration {
  readonly resources: readonly z.output<typeof resource>[];
  readonly module_calls: Readonly<Record<string, ModuleCall>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface ModuleCall {
  readonly expressions?: Readonly<Record<string, unknown>> | null;
  readonly for_each_expression?: unknown;
  readonly module?: ModuleConfiguration | null;
}

const resource = object({
  address: text,
  expressions: attributes.nullish(),
  for_each_expression: anything,
});

const moduleConfiguration = object({
  resources: listOf(resource),
  outputs: recordOf(anything),
  get module_calls(): z.ZodType<Record<string, ModuleCall>> {
    return recordOf(
      object({
        expressions: attributes.nullish(),
        for_each_expression: anything,
        module: moduleConfiguration.nullish(),
      }),
    );
  },
});

/** The part of a plan that tells the configuration it was made of. */
export const configuration = object({ root_module: moduleConfiguration.nullish() }).nullish();

export function configuredIn(plan: z.output<typeof configuration>): Configured {
  const configured = new Map<string, Map<string, readonly string[]>>();
  const put = (address: string, attributes: Iterable<readonly [string, readonly string[]]>) => {
    const known = configured.get(address) ?? new Map();
    for (const [name, references] of attributes) known.set(name, references);
    configured.set(address, known);
  };
  const visit = ({ resources, module_calls, outputs }: ModuleConfiguration, path: string): void => {
    const from = (expression: unknown) => referencesIn(expression).map((reference) => path + reference);
    const each = (expression: unknown) => {
      const references = from(expression);
      return references.length > 0 ? [["each.value", references] as const] : [];
    };
    const all = (expressions: Readonly<Record<string, unknown>> | null | undefined, prefix = "") =>
      Object.entries(expressions ?? {}).map(([name, value]) => [prefix + name, from(value)] as const);
    for (const { address, expressions, for_each_expression } of resources) {
      put(path + address, [...all(expressions), ...each(for_each_expression)]);
    }
    if (path !== "" && Object.keys(outputs).length > 0) put(path.slice(0, -1), all(outputs));
    for (const [name, { expressions, for_each_expression, module }] of Object.entries(module_calls)) {
      const given = [...all(expressions, "var."), ...each(for_each_expression)];
      if (given.length > 0) put(`${path}module.${name}`, given);
      if (module) visit(module, `${path}module.${name}.`);
    }
  };
  if (plan?.root_module) visit(plan.root_module, "");
  return configured;
}

function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (!isRecord(expression)) return [];
  return Object.entries(expression).flatMap(([key, value]) =>
    key === "references" && Array.isArray(value)
      ? value.filter((reference) => typeof reference === "string")
      : referencesIn(value),
  );
}

/** The attributes that are configured for a resource, and what their expressions refer to; undefined when it is not. */
export function configurationOf(
  configured: Configured,
  address: string,
): ReadonlyMap<string, readonly string[]> | undefined {
  return configured.get(address) ?? configured.get(withoutIndexes(address));
}
