import type { PlacedMistake } from "./configuration-error";
import { mistakeAt } from "./place-mistakes";
import { isNothing, type Place, type Sourced, type SourcedMapping } from "./sourced";
import type { TenantFile } from "./tenant-files";
import { readYaml } from "./yaml-source";

/** What tenants' files say, and what is wrong with them as files. */
export interface Tenants {
  readonly environments: ReadonlyMap<string, Sourced>;
  /** False where a file is too broken to look any further: what extends its environment would seem wrong, too. */
  readonly isReadable: boolean;
  readonly mistakes: readonly PlacedMistake[];
}

/** Reads the environments that have files of their own. */
export function readTenants(files: readonly TenantFile[]): Tenants {
  const environments = new Map<string, Sourced>();
  const mistakes: PlacedMistake[] = [];
  let isReadable = true;
  for (const each of files) {
    const { file } = each;
    if ("mistake" in each) {
      mistakes.push(mistakeAt({ file, line: 1, column: 1, path: [] }, each.mistake));
      isReadable = false;
      continue;
    }
    const read = readYaml(each.text, { file, path: ["environments", each.environment] });
    mistakes.push(...read.mistakes);
    if (!read.root) {
      isReadable = false;
      continue;
    }
    const first = environments.get(each.environment);
    if (first) mistakes.push(givenTwice(read.root.place, first.place.file ?? ""));
    else environments.set(each.environment, read.root);
  }
  return { environments, isReadable, mistakes };
}

/**
 * The configuration with the environments that have files of their own among its others.
 *
 * @param file how messages call the configuration's file
 */
export function withTenants(
  written: Sourced,
  { environments, mistakes }: Tenants,
  file: string,
): { readonly root: Sourced; readonly mistakes: readonly PlacedMistake[] } {
  if (environments.size === 0) return { root: written, mistakes };
  const { place } = written;
  const root: Sourced = isNothing(written) ? { kind: "mapping", place, entries: new Map() } : written;
  if (root.kind !== "mapping") return { root, mistakes };
  const given = root.entries.get("environments");
  if (given && given.kind !== "mapping" && !isNothing(given)) return { root, mistakes };
  const listed = given?.kind === "mapping" ? given.entries : new Map<string, Sourced>();
  const all: SourcedMapping = {
    kind: "mapping",
    place: given?.place ?? { ...place, path: ["environments"] },
    entries: new Map([...environments, ...listed]),
  };
  const twice = [...listed].flatMap(([name, { place: first }]) => {
    const own = environments.get(name);
    return own ? [givenTwice(own.place, `${file}:${first.line}:${first.column}`)] : [];
  });
  return {
    root: { ...root, entries: new Map([...root.entries, ["environments", all]]) },
    mistakes: [...mistakes, ...twice],
  };
}

const givenTwice = (place: Place, first: string) =>
  mistakeAt(place, `the environment is in ${first} too: keep one of them`);
