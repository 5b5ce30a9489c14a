import { existsSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { githubComments, githubIssues } from "../forge/github";
import { gitlabIssues, gitlabNotes } from "../forge/gitlab";
import { jointReport, type Part } from "../forge/joint-report";
import { type Board, type ClosableBoard, close, type Outcome, publish } from "../forge/publish";
import { markerOf } from "../forge/report-body";
import { readTarget, type Target, type TargetOptions } from "../forge/target";
import { fail } from "./fail";
import { print } from "./print";

interface CommentOptions extends TargetOptions {
  readonly marker?: string;
  readonly issue?: string;
  readonly close?: boolean;
}

/** `agent-stack comment`: keeps one comment or one issue on GitHub or GitLab up to date with a report. */
export function commentCommand(): Command {
  return new Command("comment")
    .description(
      "Post a report on a pull or merge request, or keep one issue with it, updating what is there",
    )
    .argument(
      "[file...]",
      "Markdown reports, - for standard input; several become one, worst first by the reports in JSON beside them; not needed with --close",
    )
    .option(
      "--marker <name>",
      "name of the report, one comment or issue is kept for each (default: plan, with --issue drift)",
    )
    .option("--issue <title>", "keep one open issue of this title instead of a comment")
    .option("--close", "with --issue: close the open issue, if there is one")
    .option("--pull-request <number>", "number of the pull or merge request (default: the pipeline's own)")
    .option("--forge <name>", "github or gitlab (default: the one whose pipeline this runs in)")
    .action(async (files: string[], options: CommentOptions) => {
      try {
        const { action, url } = await run(files, options);
        print(url === undefined ? action : `${action} ${url}`);
      } catch (error) {
        fail("comment", error);
      }
    });
}

async function run(files: readonly string[], options: CommentOptions): Promise<Outcome> {
  const marker = markerOf(options.marker ?? (options.issue === undefined ? "plan" : "drift"));
  const target = readTarget(options, process.env, (path) => readFileSync(path, "utf8"));
  if (options.close) {
    if (options.issue === undefined) throw new Error("--close needs --issue: a comment cannot be closed");
    return close(issuesOf(target, options.issue), marker);
  }
  const board = options.issue === undefined ? commentsOf(target) : issuesOf(target, options.issue);
  return publish(board, marker, readReports(files, board.bodyLimit - marker.length - 1), wait);
}

function commentsOf(target: Target): Board {
  if (target.number === undefined) {
    throw new Error(
      "the number of the pull or merge request is not known: run on its event, or give --pull-request NUMBER",
    );
  }
  return target.forge === "github"
    ? githubComments(target, target.number, wait)
    : gitlabNotes(target, target.number, wait);
}

function issuesOf(target: Target, title: string): ClosableBoard {
  if (title.trim() === "") throw new Error("--issue is empty: give the title of the issue");
  return target.forge === "github" ? githubIssues(target, title, wait) : gitlabIssues(target, title, wait);
}

function readReports(files: readonly string[], limit: number): string {
  const [first, ...others] = files;
  if (first === undefined) {
    throw new Error(
      "no report given: give the file that agent-stack plan --format markdown wrote, or - for standard input",
    );
  }
  if (others.length === 0) return readReport(first);
  return jointReport(
    files.map((file) => ({ markdown: readReport(file), environments: environmentsOf(file) })),
    limit,
  );
}

/** What the report in JSON beside one in Markdown says, undefined where there is none. */
function environmentsOf(file: string): Part["environments"] {
  const json = file.replace(/\.md$/, ".json");
  if (json === file || !existsSync(json)) return undefined;
  try {
    return JSON.parse(readFileSync(json, "utf8")).environments;
  } catch (error) {
    throw new Error(`report ${json} cannot be read: ${(error as Error).message}`);
  }
}

function readReport(file: string): string {
  let report: string;
  try {
    report = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new Error(`report ${file} cannot be read: ${(error as Error).message}`);
  }
  if (report.trim() === "") throw new Error(`report ${file} is empty: nothing was posted`);
  return report;
}
