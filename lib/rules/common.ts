import { quoted } from "./credential-shapes";
import type { Path } from "./mistake";
import { each, type Rule, rule, type Subject } from "./rule";
import { closest, inWords, suggestion } from "./suggestion";

interface Repetition {
  readonly earlier: Path | undefined;
}

/** No item of a list may be given twice. */
export function onlyOnce<Settings, Item>(
  path: Path,
  list: (settings: Settings) => readonly (Item | null | undefined)[] | null | undefined,
  identity: (item: Item) => string | undefined = String,
): Rule<Settings, Repetition> {
  return {
    subjects: (settings) => repetitions(each(path, list(settings)), identity, []),
    condition: ({ earlier }) => earlier !== undefined,
    message: ({ earlier = [] }, text) => `repeats ${text(earlier)}`,
    remedy: () => "remove one of them",
  };
}

/** Each name of a list's items names one of them. */
export function namedOnce<K extends string>(
  key: K,
): Rule<
  { readonly [P in K]?: readonly ({ readonly name?: string | null } | null | undefined)[] | null },
  Repetition
> {
  return {
    subjects: ({ [key]: items }) =>
      repetitions(each<{ readonly name?: string | null }>([key], items), ({ name }) => name ?? undefined, [
        "name",
      ]),
    condition: ({ earlier }) => earlier !== undefined,
    message: ({ earlier = [] }, text) => `repeats ${text(earlier)}`,
    remedy: () => "rename one of them",
  };
}

type Renamed = { readonly name?: string | null; readonly renamedFrom?: string | null };

/** No entry of a list was renamed from a name that another one has, or had. */
export function renamedOnce<K extends string>(
  key: K,
): Rule<{ readonly [P in K]?: readonly (Renamed | null | undefined)[] | null }, Former> {
  return {
    subjects: ({ [key]: items }) => {
      const entries = each<Renamed>([key], items);
      return entries.flatMap(({ path, judged }, index) => {
        const { renamedFrom } = judged;
        if (typeof renamedFrom !== "string") return [];
        const named = entries.find(({ judged: { name } }) => name === renamedFrom);
        const earlier = entries.slice(0, index).find((other) => other.judged.renamedFrom === renamedFrom);
        const other = named ? [...named.path, "name"] : earlier && [...earlier.path, "renamedFrom"];
        return [{ path: [...path, "renamedFrom"], judged: { other } }];
      });
    },
    condition: ({ other }) => other !== undefined,
    message: ({ other = [] }, text) =>
      `has the name of ${text(other)}, and only one of them can have its object`,
    remedy: () => "take it out",
  };
}

interface Former {
  readonly other: Path | undefined;
}

function repetitions<Item>(
  items: readonly Subject<Item>[],
  identity: (item: Item) => string | undefined,
  pathInItem: Path,
): Subject<Repetition>[] {
  const first = new Map<string, Path>();
  return items.flatMap(({ path, judged }) => {
    const key = identity(judged);
    if (key === undefined) return [];
    const here = [...path, ...pathInItem];
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, here);
    return [{ path: here, judged: { earlier } }];
  });
}

/** Of some keys of a mapping, exactly one is given. */
export function exactlyOne<Settings>(
  path: Path,
  kinds: readonly string[],
  mappings: (settings: Settings) => readonly Subject<object>[],
): Rule<Settings, object> {
  const given = (mapping: object) => kinds.filter((kind) => kind in mapping);
  return rule({
    subjects: (settings: Settings) =>
      mappings(settings).map(({ path: below, judged }) => ({ path: [...path, ...below], judged })),
    condition: (mapping) => {
      const isMisspelt = Object.keys(mapping).some((key) => !kinds.includes(key) && closest(key, kinds));
      const count = given(mapping).length;
      return count > 1 || (count === 0 && !isMisspelt);
    },
    message: (mapping) => `got ${given(mapping).length === 0 ? "none" : given(mapping).join(" and ")}`,
    remedy: () => `expected exactly one of ${kinds.join(", ")}`,
  });
}

interface Reference {
  readonly name: unknown;
  readonly known: readonly string[];
}

/** A name that refers to something under another setting, its home, is one of those there. */
export function knownName<Settings>(
  home: string,
  references: (settings: Settings) => readonly Subject<Reference>[],
): Rule<Settings, Reference> {
  return {
    subjects: references,
    condition: ({ name, known }) => typeof name === "string" && !known.includes(name),
    message: ({ name }) => `got ${quoted(String(name))}`,
    remedy: ({ name, known }) => {
      const expected =
        known.length === 0 ? `a name under ${home}, where there is none yet` : `one of ${inWords(known)}`;
      return `expected ${expected}${suggestion(String(name), known)}`;
    },
  };
}
