import { version } from "../../package.json";
import { render } from "../report/emit";
import type { EnvironmentReport, ReportKind } from "../report/model";

/** How standard output shows text. */
export interface Look {
  /** Whether it is a terminal that shows colours. */
  readonly colour: boolean;
  /** In columns. */
  readonly width: number;
}

/** One environment's report as a terminal shows it. */
export function shownPlan(
  environment: EnvironmentReport,
  kind: ReportKind,
  { colour, width }: Look,
  versions: readonly string[] = [],
): string {
  const made = {
    command: `agent-stack ${kind}`,
    at: new Date().toISOString(),
    versions: [`agent-stack ${version}`, ...versions],
  };
  return render({ kind, environments: [environment], made }, "text", colour, width);
}
