import { quoted } from "../lib/rules/credential-shapes";
import { type Mistake, pathText } from "../lib/rules/mistake";
import type { PlacedMistake } from "./configuration-error";
import { at, type Place, type Sourced } from "./sourced";

export interface LocatedMistake extends PlacedMistake {
  /** The environment that takes what is wrong from another one, undefined where it is that one's own. */
  readonly heir?: string;
}

export function mistakeAt(place: Place, message: string): PlacedMistake {
  const { file, line, column, path } = place;
  return { ...(file !== undefined && { file }), line, column, path: pathText(path), message };
}

/** The mistake at its place in the file: that of its path, or of the nearest thing above it that exists. */
export function located({ path, message }: Mistake, root: Sourced): LocatedMistake {
  for (let length = path.length; length >= 0; length--) {
    const place = at(root, path.slice(0, length))?.place;
    if (!place) continue;
    const placed = mistakeAt({ ...place, path: [...place.path, ...path.slice(length)] }, message);
    return length < 2 || place.path[1] === path[1] ? placed : { ...placed, heir: String(path[1]) };
  }
  return mistakeAt(root.place, message);
}

/** Each mistake once: what is wrong in an environment is so, too, in each one that takes it from there. */
export function distinct(mistakes: readonly LocatedMistake[]): PlacedMistake[] {
  const seen = new Set<string>();
  const ownFirst = [...mistakes].sort((a, b) => Number(a.heir !== undefined) - Number(b.heir !== undefined));
  return ownFirst.flatMap(({ heir, ...mistake }) => {
    const { file, line, column, path, message } = mistake;
    const identity = JSON.stringify([file, line, column, path.split(".").at(-1), message]);
    if (seen.has(identity)) return [];
    seen.add(identity);
    return heir === undefined
      ? [mistake]
      : [{ ...mistake, message: `${message} (in ${quoted(heir)}, which takes it from here)` }];
  });
}
