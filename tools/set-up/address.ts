/** A Terraform address in its parts: the modules around the resource, and the resource itself. */
export interface AddressParts {
  /** Of the module instances, outermost first: `agent["a"]`. */
  readonly modules: readonly string[];
  /** The resource's own address in its module: `data.TYPE.login`, `TYPE.f[0]`. */
  readonly resource: string;
}

const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;
const SEGMENT = /(?:[^.["]|\[(?:\d+|"(?:[^"\\]|\\.)*")\]|["[])+/g;

/** The address without the indexes of count and for_each, as the configuration has it. */
export function withoutIndexes(address: string): string {
  return address.includes("[") ? address.replace(INDEX, "") : address;
}

/** What stands between the dots of an address or a reference; dots in the keys of for_each are none. */
export function segmentsOf(address: string): readonly string[] {
  return address.includes("[") ? (address.match(SEGMENT) ?? []) : address.split(".");
}

export function partsOf(address: string): AddressParts {
  const segments = segmentsOf(address);
  const modules: string[] = [];
  let at = 0;
  for (; segments[at] === "module" && at + 1 < segments.length; at += 2) modules.push(segments[at + 1] ?? "");
  return { modules, resource: segments.slice(at).join(".") };
}

/** The resource type in an address, whatever module it is in. */
export function typeIn(address: string): string | undefined {
  return segmentsOf(withoutIndexes(address)).at(-2);
}

/** The path of modules as the start of an address: `module.agent["a"].`, empty for the root. */
export function prefixOf(modules: readonly string[]): string {
  return modules.map((module) => `module.${module}.`).join("");
}

/**
 * The address and each form of it that leaves out indexes: whoever refers to `apps[each.key]` tells Terraform's JSON no
 * more than `apps`.
 */
export function formsOf(address: string): readonly string[] {
  const [start = "", ...rest] = address.split(INDEX);
  const indexes = address.match(INDEX) ?? [];
  return indexes.reduce<readonly string[]>(
    (forms, index, at) => forms.flatMap((form) => [`${form}${index}${rest[at]}`, `${form}${rest[at]}`]),
    [start],
  );
}
