/** What people read well, and what logs and terminals show. */
const MOST_COLUMNS = 80;

/** The columns of text on standard output: the terminal's, at most 80, or what COLUMNS says. */
export function textWidth(): number {
  const given = Number(process.env.COLUMNS);
  if (Number.isInteger(given) && given > 0) return given;
  return Math.min(process.stdout.columns || MOST_COLUMNS, MOST_COLUMNS);
}
