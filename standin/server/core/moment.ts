const MOMENT =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The moment the text tells, in universal time and as authentik writes it, undefined when it tells
 * none; a date alone is its midnight, a time without a zone is universal.
 */
export function instantOf(text: string): string | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hours = "00", minutes = "00", seconds = "00", fraction = "", zone = "Z"] = match;
  const local = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  const wall = new Date(`${local}Z`);
  // A day that month does not have is taken for one of the next.
  if (Number.isNaN(wall.getTime()) || !wall.toISOString().startsWith(local)) return undefined;
  const instant = new Date(`${local}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  return written(instant, Number(fraction.padEnd(6, "0")));
}

/** The moment as authentik writes it: with microseconds, unless there are none. */
export function written(instant: Date, microseconds = (instant.getTime() % 1000) * 1000): string {
  const whole = instant.toISOString().slice(0, 19);
  return microseconds === 0 ? `${whole}Z` : `${whole}.${String(microseconds).padStart(6, "0")}Z`;
}
