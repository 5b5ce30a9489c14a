import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { allows } from "../../configuration/version-constraints";
import { name, version } from "../../package.json";
import { CHOICES, mistakesIn, USUAL } from "../init/answers";
import { fileOf, fingerprint, partsOf } from "../init/owned-parts";
import { packageSource } from "../init/package-source";
import { parseRecord, RECORD_FILE, type Record, recordText } from "../init/record";
import { OWN_DEPENDENCY, repositoryFiles } from "../init/repository-files";
import { type Decisions, type Upgrade, upgradeOf } from "../init/upgrade-of";
import { upgradeText } from "../init/upgrade-text";
import { readRepository, updateRepository } from "../init/write-repository";
import { confirm } from "./confirm";
import { fail } from "./fail";
import { print } from "./print";

interface UpgradeCommandOptions extends Decisions {
  readonly yes: boolean;
  readonly check: boolean;
  readonly forge?: string;
}

const EXIT_CODES = `
It never writes agent-stack.yaml (but for the line that names its schema), main.ts, README.md and CODEOWNERS, and of other files nothing that was edited, unless --take says so.

Exit code: 0 nothing to do or done, 2 something to do and not allowed, only checked or in conflict, 1 error.`;

const each = (given: string, earlier: string[]) => [...earlier, given];

/** `agent-stack upgrade`: the files that `agent-stack init` wrote, as the installed version writes them. */
export function upgradeCommand(): Command {
  return new Command("upgrade")
    .description("Bring the files that init wrote into this folder to this version of agent-stack, as a diff")
    .option("--yes", "write without asking", false)
    .option("--check", "only show what there is to do", false)
    .option(
      "--take <file>",
      "write this file as agent-stack does, over what was edited; may be repeated",
      each,
      [],
    )
    .option("--keep <file>", "keep this file as it was edited; may be repeated", each, [])
    .option("--forge <forge>", `pipelines for another forge: ${CHOICES.forge.join(", ")}`)
    .addHelpText("after", EXIT_CODES)
    .action(async (options: UpgradeCommandOptions) => {
      try {
        process.exitCode = await upgrade(realpathSync(process.cwd()), options);
      } catch (error) {
        fail("upgrade", error);
      }
    });
}

async function upgrade(folder: string, options: UpgradeCommandOptions): Promise<0 | 2> {
  const packageFolder = dirname(realpathSync(__dirname));
  const record = recordIn(folder, options.forge);
  const said = partsOf(readRepository(folder, ["package.json"])).get(OWN_DEPENDENCY);
  // Which agent-stack its own is, npm or whoever installs it says: that is no edit.
  const isOwn = said !== undefined && packageFolder === installedIn(folder);
  const source = isOwn ? JSON.parse(said) : packageSource(packageFolder, version, folder);
  const ours = partsOf(repositoryFiles({ ...USUAL, forge: record.forge }, source, packageFolder));
  const paths = [...new Set([...ours.keys(), ...record.written.keys()].map(fileOf))];
  refuseUnknown(options, paths);
  const files = readRepository(folder, paths);
  const written = new Map(record.written);
  if (said !== undefined) written.set(OWN_DEPENDENCY, fingerprint(said));
  const found = upgradeOf(ours, files, written, options);
  const { changed, conflicts } = found;
  for (const [text, isWhole] of upgradeText(found, version)) print(text, isWhole);
  const updates = updatesOf(found, record, files);
  if (updates.size === 0) {
    if (conflicts.length === 0)
      print(`nothing to do: what is not edited here is as agent-stack ${version} writes it`);
    return conflicts.length > 0 ? 2 : 0;
  }
  if (options.check) return 2;
  if (!options.yes && !(await confirm(`Write ${[...updates.keys()].join(", ")}? [y/N] `))) {
    print("nothing was written; allow it with --yes");
    return 2;
  }
  updateRepository(folder, updates);
  for (const [path, text] of updates) print(`${text === undefined ? "removed" : "wrote"} ${path}`);
  if (changed.has("package.json")) print("Then npm install, and commit package-lock.json as well.");
  return conflicts.length > 0 ? 2 : 0;
}

/** Where the repository has its agent-stack, undefined where it is not installed. */
function installedIn(folder: string): string | undefined {
  const modules = join(folder, "node_modules", name);
  return existsSync(modules) ? realpathSync(modules) : undefined;
}

function recordIn(folder: string, forge: string | undefined): Record {
  const text = readRepository(folder, [RECORD_FILE]).get(RECORD_FILE);
  if (text === undefined && forge === undefined) {
    throw new Error(
      `${RECORD_FILE}, which says what agent-stack init wrote, is not in this folder: run it where init ran, or begin one by --forge with whose pipelines there are: ${CHOICES.forge.join(", ")}`,
    );
  }
  const record = text === undefined ? { version, forge: "none", written: new Map() } : parseRecord(text);
  if (!allows(`<= ${version}`, record.version)) {
    throw new Error(
      `these files are of agent-stack ${record.version}, and ${version} is what runs: install the newer one (npm install) and run its upgrade`,
    );
  }
  const meant = { ...record, forge: forge ?? record.forge };
  const mistakes = mistakesIn({ ...USUAL, forge: meant.forge });
  if (mistakes.length > 0) {
    throw new Error(forge === undefined ? `${RECORD_FILE}: ${mistakes.join("\n")}` : mistakes.join("\n"));
  }
  return meant;
}

function refuseUnknown({ take, keep }: Decisions, paths: readonly string[]): void {
  const mistakes = [
    ...Object.entries({ take, keep }).flatMap(([name, files]) =>
      files
        .filter((file) => !paths.includes(file))
        .map((file) => `--${name} ${file}: agent-stack writes no such file`),
    ),
    ...take
      .filter((file) => keep.includes(file))
      .map((file) => `--take ${file} and --keep ${file}: give one of both`),
  ];
  if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
}

/** All that is to be written, what is remembered included; a new version alone is nothing to write. */
function updatesOf(
  { changed, written }: Upgrade,
  record: Record,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | undefined> {
  const remembered = recordText({ ...record, written });
  const isRemembered = remembered === recordText({ ...record, written: withOwn(record.written, written) });
  const updates = new Map(
    [...changed]
      .filter(([path, { after }]) => after !== files.get(path))
      .map(([path, { after }]) => [path, after]),
  );
  if (updates.size === 0 && isRemembered) return updates;
  return updates.set(RECORD_FILE, recordText({ version, forge: record.forge, written }));
}

/** What was written with the fingerprint of agent-stack's own entry as it is now, which others than agent-stack change. */
const withOwn = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  new Map([...before, ...[...after].filter(([key]) => key === OWN_DEPENDENCY)]);
