import { quoted } from "./credential-shapes";
import type { Problem } from "./problem";
import { at, type Path, problemAt, type Sourced } from "./sourced";

/** Something wrong at a path; where in the file that is, the sourced configuration tells. */
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

export interface LocatedMistake extends Problem {
  /** The environment that takes what is wrong from another one, undefined where it is that one's own. */
  readonly heir?: string;
}

/** The mistake at its place in the file: that of its path, or of the nearest thing above it that exists. */
export function located({ path, message }: Mistake, root: Sourced): LocatedMistake {
  for (let length = path.length; length >= 0; length--) {
    const place = at(root, path.slice(0, length))?.place;
    if (!place) continue;
    const problem = problemAt({ ...place, path: [...place.path, ...path.slice(length)] }, message);
    return length < 2 || place.path[1] === path[1] ? problem : { ...problem, heir: String(path[1]) };
  }
  return problemAt(root.place, message);
}

/** Each mistake once: what is wrong in an environment is so, too, in each one that takes it from there. */
export function distinct(mistakes: readonly LocatedMistake[]): Problem[] {
  const seen = new Set<string>();
  const ownFirst = [...mistakes].sort((a, b) => Number(a.heir !== undefined) - Number(b.heir !== undefined));
  return ownFirst.flatMap(({ heir, ...problem }) => {
    const { line, column, path, message } = problem;
    const identity = JSON.stringify([line, column, path.split(".").at(-1), message]);
    if (seen.has(identity)) return [];
    seen.add(identity);
    return heir === undefined
      ? [problem]
      : [{ ...problem, message: `${message} (in ${quoted(heir)}, which takes it from here)` }];
  });
}
