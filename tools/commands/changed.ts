import { isAbsolute, relative, resolve } from "node:path";
import { Command } from "commander";
import { configurationFile } from "../../configuration/configuration-file";
import { changed } from "../forge/changed";
import { CHANGED_FORMATS } from "../forge/changed-formats";
import { fail } from "./fail";

interface Options {
  readonly base?: string;
  readonly head?: string;
  readonly take?: boolean;
  readonly format: string;
}

/** `agent-stack changed`: which environments a pull request concerns. */
export function changedCommand(): Command {
  return new Command("changed")
    .description(
      "List the environments whose synthesised JSON differs from a commit's configuration, both made by this checkout's code",
    )
    .option("--base <ref>", "commit to compare with; without it, every environment is listed")
    .option(
      "--head <ref>",
      "look at the merge of this commit into the base (default: the working tree as it is)",
    )
    .option("--take", "with --head: put its configuration, and nothing else of it, into the working tree")
    .option("--format <name>", `${Object.keys(CHANGED_FORMATS).join(", ")}`, "text")
    .action(async ({ base, head, take = false, format }: Options) => {
      try {
        const write = CHANGED_FORMATS[format];
        if (!write || !Object.hasOwn(CHANGED_FORMATS, format)) {
          throw new Error(
            `--format "${format}" is not known: use ${Object.keys(CHANGED_FORMATS).join(", ")}`,
          );
        }
        if (head !== undefined && base === undefined) {
          throw new Error("--head needs --base: give the commit that it would be merged into");
        }
        if (take && head === undefined) throw new Error("--take needs --head: give the commit to take from");
        const file = relative(process.cwd(), resolve(configurationFile(process.env)));
        if (file.startsWith("..") || isAbsolute(file)) {
          throw new Error(
            `AGENT_STACK_CONFIG "${file}" is not below the project: name a file of the repository`,
          );
        }
        const found = await changed({ project: process.cwd(), env: process.env, file, base, head, take });
        process.stdout.write(write(found));
      } catch (error) {
        fail("changed", error);
      }
    });
}
