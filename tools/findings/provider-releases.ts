/** Year and month of a version, as a number that grows with them. */
export function releaseOf(version: string): number {
  const [year = 0, month = 0] = version.split(".").map(Number);
  return year * 100 + month;
}

/** Whether a version constraint of Terraform's lets in some provider of the release (year and month) of a server. */
export function allowsReleaseOf(server: string, constraint: string): boolean {
  const release = releaseOf(server);
  return constraint.split(",").every((clause) => {
    const [, operator, version = ""] = /^\s*([=!<>~]*)\s*([\d.]+)/.exec(clause) ?? [];
    const [bound, [, , patch]] = [releaseOf(version), version.split(".")];
    switch (operator) {
      case "!=":
        return true;
      case ">":
      case ">=":
        return release >= bound;
      case "<":
        return release < bound || (release === bound && Number(patch ?? 0) > 0);
      case "<=":
        return release <= bound;
      case "~>":
        return patch === undefined
          ? release >= bound && Math.floor(release / 100) === Math.floor(bound / 100)
          : release === bound;
      default:
        return release === bound;
    }
  });
}
