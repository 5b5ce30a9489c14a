const SECONDS: Record<string, number> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400,
  weeks: 604800,
};

/**
 * Seconds of a duration such as `hours=3;minutes=1`, or undefined when it is not one; like
 * authentik it passes over units it does not know as long as there is one it does.
 */
export function durationSeconds(text: string): number | undefined {
  const amounts = new Map<string, number>();
  for (const part of text.split(";")) {
    const [unit = "", amount = "", ...rest] = part.split("=");
    if (rest.length > 0 || !part.includes("=")) return undefined;
    const factor = SECONDS[unit.toLowerCase()];
    if (factor === undefined) continue;
    if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(amount)) return undefined;
    amounts.set(unit.toLowerCase(), factor * Number(amount));
  }
  if (amounts.size === 0) return undefined;
  return [...amounts.values()].reduce((total, seconds) => total + seconds, 0);
}
