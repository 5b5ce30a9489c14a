import { Command } from "commander";
import { oneLine } from "../report/escape";
import { htmlPage } from "../report/html";
import { createProgress } from "../report/progress";
import { textOf } from "../report/text";
import { needsLook } from "../status/environment-status";
import { lastDeployment } from "../status/last-deployment";
import { layOutStatus, statusJson } from "../status/layout";
import { readStatus } from "../status/read-status";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";

const FORMATS = ["text", "html", "json"];

interface StatusCommandOptions extends FleetOptions {
  readonly format: string;
}

const EXIT_CODES = `
Exit code: 0 all in order, 2 something to look at, 1 error in at least one.`;

/** `agent-stack status`: one table of all environments, what needs attention first. */
export function statusCommand(): Command {
  const command = new Command("status").description(
    "Show all environments in one table: in sync, drift, findings, what runs out",
  );
  return fleetOptions(command, "default: all")
    .option("--format <format>", "text, html (one page, nothing loaded) or json", "text")
    .addHelpText("after", EXIT_CODES)
    .action(async (names: string[], options: StatusCommandOptions) => {
      try {
        const { format } = options;
        if (!FORMATS.includes(format)) {
          throw new Error(`--format "${format}" is not known: use ${FORMATS.join(", ")}`);
        }
        const { environments, left } = await readStatus(readNames(names, options), {
          cwd: process.cwd(),
          env: process.env,
          progress: createProgress(process.stderr, true),
          jobs: readJobs(options),
          lastDeployment: lastDeployment(process.env),
          note: (text) => console.error(`note: ${oneLine(text)}`),
        });
        const now = new Date();
        const colour = process.stdout.isTTY && !process.env.NO_COLOR;
        const shown =
          format === "json"
            ? statusJson(environments, now, left)
            : format === "html"
              ? htmlPage("agent-stack status", layOutStatus(environments, now, left))
              : textOf(layOutStatus(environments, now, left), colour);
        process.stdout.write(shown);
        const isFailed = environments.some(({ failure }) => failure !== undefined);
        process.exitCode = isFailed ? 1 : left.length > 0 || environments.some(needsLook) ? 2 : 0;
      } catch (error) {
        console.error(`agent-stack status: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    });
}
