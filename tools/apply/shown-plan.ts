import { version } from "../../package.json";
import { addressOf } from "../authentik/server";
import { render } from "../report/emit";
import type { EnvironmentReport, Made, ReportKind } from "../report/model";
import { providerVersions } from "../terraform/provider-versions";
import type { Part } from "./fleet-work";

/** How standard output shows text, and what a report tells of the run. */
export interface Look extends Pick<Made, "command" | "commit"> {
  /** Whether it is a terminal that shows colours. */
  readonly colour: boolean;
  /** In columns. */
  readonly width: number;
}

export interface ShowOptions extends Look {
  readonly env: NodeJS.ProcessEnv;
}

/** One environment's report as a terminal shows it. */
export function shownPlan(
  environment: EnvironmentReport,
  kind: ReportKind,
  { stack, terraform }: Pick<Part, "stack" | "terraform">,
  { env, colour, width, command, commit }: ShowOptions,
): string {
  const made = {
    command,
    at: new Date().toISOString(),
    ...(commit !== undefined && { commit }),
    versions: [`agent-stack ${version}`, terraform.title, ...providerVersions([stack], env)],
  };
  const environments = [{ ...environment, server: addressOf(stack.server, env) }];
  return render({ kind, environments, made }, "text", colour, width);
}
