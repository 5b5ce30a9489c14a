const SECONDS: Record<string, number> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400,
  weeks: 604800,
};

/** Seconds of a duration such as `hours=3;minutes=1`, or undefined when it is not one. */
export function durationSeconds(text: string): number | undefined {
  let total = 0;
  for (const part of text.split(";")) {
    const [unit = "", amount = "", ...rest] = part.split("=");
    const factor = SECONDS[unit.trim().toLowerCase()];
    if (factor === undefined || rest.length > 0 || !/^\s*-?\d+(\.\d+)?\s*$/.test(amount)) return undefined;
    total += factor * Number(amount);
  }
  return total;
}
