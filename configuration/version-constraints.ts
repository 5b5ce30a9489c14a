type Numbers = readonly number[];

const numbersOf = (version: string): Numbers => version.split(".").map(Number);

function compare(a: Numbers, b: Numbers): number {
  const different = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return different === undefined ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}

const ALLOWED: Readonly<Record<string, (version: Numbers, given: Numbers) => boolean>> = {
  "=": (version, given) => compare(version, given) === 0,
  "!=": (version, given) => compare(version, given) !== 0,
  ">": (version, given) => compare(version, given) > 0,
  ">=": (version, given) => compare(version, given) >= 0,
  "<": (version, given) => compare(version, given) < 0,
  "<=": (version, given) => compare(version, given) <= 0,
  // Only the last of the numbers that are given may be higher.
  "~>": (version, given) =>
    compare(version, given) >= 0 && given.slice(0, -1).every((number, index) => number === version[index]),
};

/**
 * Whether terraform accepts a version for constraints such as "~> 2026.5.0" or ">= 2026.5.0, < 2026.9.0".
 *
 * What has to do with pre-releases, or is written otherwise, counts as accepted: terraform then says so itself.
 */
export function allows(constraints: string, version: string): boolean {
  return constraints.split(",").every((each) => {
    const [, operator = "=", given] = /^\s*(=|!=|>=?|<=?|~>)?\s*(\d+(?:\.\d+){0,2})\s*$/.exec(each) ?? [];
    if (given === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return true;
    return ALLOWED[operator]?.(numbersOf(version), numbersOf(given)) ?? true;
  });
}
