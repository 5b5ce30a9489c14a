const SECONDS: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400,
  weeks: 604800,
};

/** Seconds in authentik's `hours=1;minutes=30`, undefined when it is not a duration. */
export function durationSeconds(value: unknown): number | undefined {
  if (typeof value !== "string" || value === "") {
    return undefined;
  }
  const parts = value.split(";").map((part) => {
    const [unit = "", amount = ""] = part.split("=");
    return /^\d+(\.\d+)?$/.test(amount.trim())
      ? Number(amount) * (SECONDS[unit.trim()] ?? Number.NaN)
      : Number.NaN;
  });
  const total = parts.reduce((sum, part) => sum + part, 0);
  return Number.isNaN(total) ? undefined : total;
}
