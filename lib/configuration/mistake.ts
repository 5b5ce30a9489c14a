import type { Problem } from "./problem";
import { at, type Path, problemAt, type Sourced } from "./sourced";

/** Something wrong at a path; where in the file that is, the sourced configuration tells. */
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** The mistake at its place in the file: that of its path, or of the nearest thing above it that exists. */
export function located({ path, message }: Mistake, root: Sourced): Problem {
  for (let length = path.length; length >= 0; length--) {
    const place = at(root, path.slice(0, length))?.place;
    if (place) return problemAt({ ...place, path: [...place.path, ...path.slice(length)] }, message);
  }
  return problemAt(root.place, message);
}
