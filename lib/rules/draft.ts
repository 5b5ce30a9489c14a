import type { Path } from "./mistake";
import { isMapping } from "./value";

/** Settings in which everything may be missing, since what another rule refuses is left out. */
export type Draft<T> = T extends readonly (infer I)[]
  ? readonly (Draft<I> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | null }
    : T;

/** A copy of settings in which undefined stands for what is refused, and for what cannot be judged. */
export function draftOf(
  settings: unknown,
  refused: readonly Path[],
  isBeyondJudgement: (value: unknown) => boolean = () => false,
): unknown {
  const gaps = new Set(refused.map((path) => JSON.stringify(path)));
  const drafted = (value: unknown, path: Path): unknown => {
    if ((gaps.size > 0 && gaps.has(JSON.stringify(path))) || isBeyondJudgement(value)) return undefined;
    if (Array.isArray(value)) return value.map((item, index) => drafted(item, [...path, index]));
    if (!isMapping(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, drafted(item, [...path, key])]),
    );
  };
  return drafted(settings, []);
}
