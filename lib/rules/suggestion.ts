import { quoted } from "./credential-shapes";

/** The candidate that someone most likely meant, undefined where none is close. */
export function closest(given: string, candidates: readonly string[]): string | undefined {
  const folded = fold(given);
  const farthest = (candidate: string) => Math.max(1, candidate.length / 4);
  const [best] = candidates
    .map((candidate) => ({ candidate, other: fold(candidate) }))
    // The distance is at least the difference in length, and takes longer to find.
    .filter(({ candidate, other }) => Math.abs(other.length - folded.length) <= farthest(candidate))
    .map(({ candidate, other }) => ({ candidate, distance: editDistance(folded, other) }))
    .filter(({ candidate, distance }) => distance < candidate.length && distance <= farthest(candidate))
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
