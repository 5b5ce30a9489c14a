import type { Field } from "./core/fields";
import type { JsonObject } from "./core/json";
import type { Resource } from "./core/resource";
import type { Store } from "./core/store";

/** What objects got with a version, by the table they are in; the first release candidate of 2026.5 lacked some of its. */
const SINCE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  application: { meta_hide: "2026.5.0", pbm_uuid: "2026.8.0" },
  brand: {
    flow_lockdown: "2026.5.0",
    branding_map_tiles: "2026.8.0",
    flow_user_switch: "2026.8.0",
    flow_request: "2026.8.0",
  },
  deviceaccessgroup: { attributes: "2026.2.0" },
  policybinding: { expires: "2026.8.0", expiring: "2026.8.0" },
  provider: { grant_types: "2026.5.0-rc1" },
};

const COLLECTIONS_SINCE: Readonly<Record<string, string>> = { "requests/rule-bindings": "2026.8.0" };

/** Whether a version is another one or a later one; a release candidate comes before its release. */
export function isSince(version: string, since: string): boolean {
  const [left, right] = [parts(version), parts(since)];
  const index = left.findIndex((part, at) => part !== right[at]);
  return index < 0 || (left[index] as number) > (right[index] as number);
}

function parts(version: string): number[] {
  const [numbers = "", candidate] = version.split("-rc");
  const [year = 0, month = 0, patch = 0] = numbers.split(".").map(Number);
  return [year, month, patch, candidate === undefined ? Number.POSITIVE_INFINITY : Number(candidate)];
}

/** The collections as a server of the version has them. */
export function ofVersion(resources: readonly Resource[], version: string): Resource[] {
  return resources
    .filter(({ path }) => isSince(version, COLLECTIONS_SINCE[path] ?? "0"))
    .map((resource) => {
      const later = Object.entries(SINCE[resource.table] ?? {}).flatMap(([name, since]) =>
        isSince(version, since) ? [] : [name],
      );
      return later.length === 0 ? resource : without(resource, later);
    });
}

function without(resource: Resource, names: readonly string[]): Resource {
  const rest = <T>(values: Record<string, T>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  const { computed } = resource;
  return {
    ...resource,
    fields: rest<Field>(resource.fields),
    filters: rest(resource.filters),
    ...(computed && { computed: (row, view): JsonObject => rest(computed(row, view)) }),
  };
}

/** Gives the objects of a server of an earlier version what they lack. */
export function migrate(resources: readonly Resource[], store: Store): void {
  for (const { table, fields, includes } of resources) {
    for (const row of store.rows(table)) {
      if (includes && !includes(row)) continue;
      const missing = Object.entries(fields).filter(([name]) => !(name in row));
      if (missing.length === 0) continue;
      const values = missing.map(([name, field]) => [name, valueOnUpgrade(field)]);
      Object.assign(row, Object.fromEntries(values));
      store.insert(table, row);
    }
  }
}

function valueOnUpgrade({ onUpgrade, default: fallback }: Field) {
  const value = onUpgrade ?? fallback;
  return typeof value === "function" ? value() : value;
}
