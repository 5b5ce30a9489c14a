import { Command } from "commander";
import { htmlPage } from "../report/html";
import { renderJunit } from "../report/junit";
import { createProgress } from "../report/progress";
import { renderSarif } from "../report/sarif";
import { textOf } from "../report/text";
import { needsLook } from "../status/environment-status";
import { lastDeployment } from "../status/last-deployment";
import { layOutStatus, statusJson } from "../status/layout";
import { outlineOfStatus } from "../status/outline";
import { readStatus } from "../status/read-status";
import { Interrupted } from "../terraform/process";
import { fail } from "./fail";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";
import { failedOutline, type NotifyOptions, notifyOptions, readNotify, type Tell } from "./notify";
import { placeOfEnvironment } from "./place-of-environment";
import { note } from "./print";
import { thisRun } from "./run";
import { textWidth } from "./text-width";

const FORMATS = ["text", "html", "json", "sarif", "junit"];

interface StatusCommandOptions extends FleetOptions, NotifyOptions {
  readonly format: string;
}

const EXIT_CODES = `
Exit code: 0 all in order, 2 something to look at, 1 error in at least one.`;

/** `agent-stack status`: one table of all environments, what needs attention first. */
export function statusCommand(): Command {
  const command = new Command("status").description(
    "Show all environments in one table: in sync, drift, findings, what runs out",
  );
  return notifyOptions(fleetOptions(command, "default: all"))
    .option("--format <format>", "text, html (one page, nothing loaded), json, sarif or junit", "text")
    .addHelpText("after", EXIT_CODES)
    .action(async (names: string[], options: StatusCommandOptions) => {
      let tell: Tell | undefined;
      try {
        const { format } = options;
        if (!FORMATS.includes(format)) {
          throw new Error(`--format "${format}" is not known: use ${FORMATS.join(", ")}`);
        }
        tell = readNotify(options);
        const { environments, left } = await readStatus(readNames(names, options), {
          cwd: process.cwd(),
          env: process.env,
          progress: createProgress(process.stderr, true),
          jobs: readJobs(options),
          lastDeployment: lastDeployment(process.env),
          note,
        });
        const now = new Date();
        const colour = process.stdout.isTTY && !process.env.NO_COLOR;
        const outline = outlineOfStatus(environments, now, left);
        const { commit } = await thisRun();
        const blocks = () => layOutStatus(environments, now, left, commit);
        const renderers: Readonly<Record<string, () => string>> = {
          text: () => textOf(blocks(), colour, textWidth()),
          html: () => htmlPage("agent-stack status", blocks()),
          json: () => statusJson(environments, now, left),
          sarif: () => renderSarif(outline, placeOfEnvironment),
          junit: () => renderJunit(outline),
        };
        process.stdout.write(renderers[format]?.() ?? "");
        const isFailed = environments.some(({ failure }) => failure !== undefined);
        process.exitCode = isFailed ? 1 : left.length > 0 || environments.some(needsLook) ? 2 : 0;
        await tell(outline);
      } catch (error) {
        fail("status", error);
        if (!(error instanceof Interrupted)) await tell?.(failedOutline("status", (error as Error).message));
      }
    });
}
