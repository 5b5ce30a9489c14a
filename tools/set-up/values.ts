import type * as z from "zod";
import { type Attributes, anything, attributes, listOf, object, text } from "./reading";

/** A resource or data source in use, as a plan or a state has it. */
export interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly values: Attributes;
  /** Terraform's marker of what in the values is sensitive. */
  readonly sensitive?: unknown;
}

const resource = object({
  address: text,
  mode: text,
  type: text,
  name: text,
  values: attributes.nullish(),
  sensitive_values: anything,
  deposed_key: anything,
});

const moduleValues = object({
  resources: listOf(resource),
  get child_modules(): z.ZodType<ModuleValues[]> {
    return listOf(moduleValues);
  },
});

interface ModuleValues {
  readonly resources: readonly z.output<typeof resource>[];
  readonly child_modules: readonly ModuleValues[];
}

/** What `terraform show -json` has of a state and, in a plan, of the state before and after it. */
export const stateValues = object({ root_module: moduleValues.nullish() }).nullish();

/** The resources of all modules, without what earlier replacements left over. */
export function resourcesIn(values: z.output<typeof stateValues>): Resource[] {
  const found: Resource[] = [];
  const visit = (each: ModuleValues): void => {
    for (const { address, mode, type, name, values, sensitive_values, deposed_key } of each.resources) {
      if (deposed_key == null) {
        found.push({ address, mode, type, name, values: values ?? {}, sensitive: sensitive_values });
      }
    }
    each.child_modules.forEach(visit);
  };
  if (values?.root_module) visit(values.root_module);
  return found;
}
