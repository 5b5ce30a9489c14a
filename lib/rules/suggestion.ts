import { quoted } from "./credential-shapes";

/** The candidate that someone most likely meant, undefined where none is close. */
export function closest(given: string, candidates: readonly string[]): string | undefined {
  const folded = fold(given);
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(folded, fold(candidate)) }))
    .filter(
      ({ candidate, distance }) =>
        distance < candidate.length && distance <= Math.max(1, candidate.length / 4),
    )
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate ?? candidates.find((candidate) => candidate.endsWith(`:${given}`));
}

/** Ends a message with the candidate that was meant, if one is close. */
export function suggestion(given: string, candidates: readonly string[]): string {
  const meant = closest(given, candidates);
  return meant === undefined ? "" : `; did you mean ${quoted(meant)}?`;
}

export function inWords(candidates: readonly string[]): string {
  return candidates.map(quoted).join(", ");
}

/** `refresh_interval` and `RefreshInterval` are `refreshInterval` in another spelling. */
const fold = (text: string) => text.toLowerCase().replace(/[_\s-]/g, "");

/** How many letters to change, add, remove or swap with their neighbour to get from one text to the other. */
function editDistance(from: string, to: string): number {
  // Longer texts cannot be close to a key, and comparing them takes long.
  if (Math.abs(from.length - to.length) > to.length) return Number.POSITIVE_INFINITY;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        cell(previous, column) + 1,
        cell(current, column - 1) + 1,
        cell(previous, column - 1) + (same ? 0 : 1),
        swapped ? cell(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return cell(previous, to.length);
}

const cell = (row: readonly number[], column: number) => row[column] ?? Number.POSITIVE_INFINITY;
