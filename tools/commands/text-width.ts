/** What people read well, and what logs and terminals show. */
const MOST_COLUMNS = 80;

/** The columns of text on standard output: the terminal's, at most 80, or what COLUMNS says; 80 where it is no terminal. */
export function textWidth(): number {
  return given() ?? columnsOf(process.stdout);
}

/** The columns of messages beside it: as many on a terminal; elsewhere they keep their lines, as logs are searched. */
export function messageWidth(): number {
  return given() ?? (process.stderr.isTTY ? columnsOf(process.stderr) : Number.POSITIVE_INFINITY);
}

const columnsOf = ({ columns }: NodeJS.WriteStream) => Math.min(columns || MOST_COLUMNS, MOST_COLUMNS);

function given(): number | undefined {
  const columns = Number(process.env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}
