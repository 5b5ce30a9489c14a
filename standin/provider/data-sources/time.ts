/** A time as Go marshals it: no trailing zeros in the fraction of a second; empty when there is none. */
export const rfc3339 = (time: Date | null | undefined): string =>
  time ? time.toISOString().replace(/\.?0+Z$/, "Z") : "";

/** A time as Go prints it, in UTC, as in `2027-11-24 00:08:43 +0000 UTC`; empty when there is none. */
export const printedTime = (time: Date | null | undefined): string =>
  rfc3339(time).replace("T", " ").replace("Z", " +0000 UTC");
