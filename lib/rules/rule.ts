import { type Mistake, type Path, pathText } from "./mistake";

/** What settings that are right one by one get wrong together. */
export interface Rule<Settings, Judged> {
  /** What the rule is about in these settings. */
  subjects(settings: Settings): readonly Subject<Judged>[];
  /** Whether the subject breaks the rule. */
  condition(judged: Judged): boolean;
  /** What is wrong with it; `path` writes the path of another setting. */
  message(judged: Judged, path: (path: Path) => string): string;
  /** What to do, or, beginning with "expected", what is allowed. */
  remedy(judged: Judged): string;
}

export interface Subject<Judged> {
  readonly path: Path;
  readonly judged: Judged;
}

/** The rules of a part of the settings. */
export interface Part<Settings, Inner> {
  parts(settings: Settings): readonly Subject<Inner>[];
  readonly rules: Rules<Inner>;
}

// biome-ignore lint/suspicious/noExplicitAny: each rule judges something else.
export type Rules<Settings> = readonly (Rule<Settings, any> | Part<Settings, any>)[];

/** Lets the compiler find out what a rule judges. */
export const rule = <Settings, Judged>(data: Rule<Settings, Judged>) => data;

/** The rules of what stands at a key, if anything does. */
export function at<K extends string, Inner>(
  key: K,
  rules: Rules<Inner>,
): Part<{ readonly [P in K]?: Inner | null }, Inner> {
  return {
    parts: ({ [key]: inner }) => {
      if (inner === undefined) return [];
      return [{ path: [key], judged: inner ?? ({} as Inner) }];
    },
    rules,
  };
}

/** The rules of each item of the list at a key. */
export function inEach<K extends string, Inner>(
  key: K,
  rules: Rules<Inner>,
): Part<{ readonly [P in K]?: readonly (Inner | null | undefined)[] | null }, Inner> {
  return { parts: ({ [key]: items }) => each([key], items), rules };
}

/** The items of a list, without those that are left out. */
export function each<T>(
  path: Path,
  items: readonly (T | null | undefined)[] | null | undefined,
): Subject<T>[] {
  return (items ?? []).flatMap((item, index) =>
    item === undefined || item === null ? [] : [{ path: [...path, index], judged: item }],
  );
}

/** Everything that breaks the rules, by paths that begin at `here`. */
export function broken<Settings>(rules: Rules<Settings>, settings: Settings, here: Path = []): Mistake[] {
  return rules.flatMap((each) => {
    if ("rules" in each) {
      return each
        .parts(settings)
        .flatMap(({ path, judged }) => broken(each.rules, judged, [...here, ...path]));
    }
    return each
      .subjects(settings)
      .filter(({ judged }) => each.condition(judged))
      .map(({ path, judged }) => ({
        path: [...here, ...path],
        message: told(
          each.message(judged, (other) => pathText([...here, ...other])),
          each.remedy(judged),
        ),
      }));
  });
}

const told = (message: string, remedy: string) =>
  remedy.startsWith("expected ") ? `${message}, ${remedy}` : `${message}: ${remedy}`;
