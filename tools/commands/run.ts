import { Git } from "../forge/git";
import type { Made } from "../report/model";
import { maskText } from "../secrets";
import { appEnvironment } from "../terraform/app-environment";

/** What a report tells of the run that made it: what was typed, and the commit that was checked out where it is known. */
export async function thisRun(): Promise<Pick<Made, "command" | "commit">> {
  const commit = await new Git(process.cwd(), appEnvironment(process.env)).checkedOut();
  return {
    command: maskText(["agent-stack", ...process.argv.slice(2)].join(" ")),
    ...(commit !== undefined && { commit }),
  };
}
