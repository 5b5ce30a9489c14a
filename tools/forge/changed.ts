import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { appEnvironment } from "../terraform/app-environment";
import { SynthesisError, synthesise } from "../terraform/synthesise";
import {
  type ConfigurationFiles,
  filesOfFolder,
  filesOfTree,
  isConfiguration,
  writeFiles,
} from "./configuration-files";
import { Git } from "./git";

/** What a change of the configuration concerns; names of environments, each in one list of the first three at most. */
export interface Changed {
  /** Differ in what is set up, and talk to the same places as before: nothing speaks against planning them. */
  readonly free: readonly string[];
  /** Are new, or have another server, provider or state: credentials would go where nobody has agreed to. */
  readonly held: readonly string[];
  /** Are no longer in the configuration. */
  readonly gone: readonly string[];
  /** Everything that a merge may change: all environments where other files differ than the configuration's. */
  readonly affected: readonly string[];
  /** Other files that differ, from the repository's root; nothing is free then. */
  readonly files: readonly string[];
}

export interface ChangedOptions {
  /** The project's folder, whose code is trusted. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** The configuration's file, below the project. */
  readonly file: string;
  /** The commit to compare with. @default - none, so that every environment counts as changed */
  readonly base?: string;
  /** The commit whose merge into the base is looked at. @default - the working tree as it is */
  readonly head?: string;
  /** Makes the working tree's configuration the head's. */
  readonly take: boolean;
}

/**
 * Compares two configurations by what this project's code makes of each.
 *
 * @throws Error when one is not known, SynthesisError when the head's is mistaken
 */
export async function changed({ project, env, file, base, head, take }: ChangedOptions): Promise<Changed> {
  const git = new Git(project, appEnvironment(env));
  const from = base === undefined ? undefined : await git.commit(base);
  const to =
    head === undefined || from === undefined ? undefined : await git.merged(from, await git.commit(head));
  const after = to === undefined ? filesOfFolder(project, file) : await filesOfTree(git, to, file);
  const files = from === undefined ? [] : await otherFiles(git, from, to, file);
  const synthesised = await environmentsOf(after, project, env, file);
  if (take) writeFiles(project, file, after);
  const all = [...synthesised.keys()];
  if (from === undefined) return { free: all, held: [], gone: [], affected: all, files };
  const before = await environmentsBefore(await filesOfTree(git, from, file), project, env, file);
  return compare(before, synthesised, files);
}

type Environments = ReadonlyMap<string, Synthesised>;
type Synthesised = Readonly<Record<string, unknown>>;

function compare(before: Environments, after: Environments, files: readonly string[]): Changed {
  const all = [...after.keys()];
  const differing = all.filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)));
  const isHeld = (name: string) =>
    !isDeepStrictEqual(placesOf(before.get(name) ?? {}), placesOf(after.get(name) ?? {}));
  const isConfigurationOnly = files.length === 0;
  return {
    free: isConfigurationOnly ? differing.filter((name) => !isHeld(name)) : [],
    held: isConfigurationOnly ? differing.filter(isHeld) : [],
    gone: [...before.keys()].filter((name) => !after.has(name)),
    affected: isConfigurationOnly ? differing : all,
    files,
  };
}

/** What says only which objects there are; everything else says to whom terraform talks, and as who. */
const SET_UP = new Set(["resource", "data", "import", "output", "moved", "removed"]);

function placesOf({ "//": notes, ...synthesised }: Synthesised): unknown {
  const { metadata, outputs, ...said } = (notes ?? {}) as Synthesised;
  return [Object.entries(synthesised).filter(([key]) => !SET_UP.has(key)), said];
}

async function otherFiles(git: Git, from: string, to: string | undefined, file: string): Promise<string[]> {
  const prefix = await git.prefix();
  const isOfConfiguration = (path: string) =>
    path.startsWith(prefix) && isConfiguration(path.slice(prefix.length), file);
  return (await git.differing(from, to)).filter((path) => !isOfConfiguration(path));
}

/** A base that has no configuration, or a mistaken one, has no environments: all of the head's are new. */
async function environmentsBefore(
  files: ConfigurationFiles,
  project: string,
  env: NodeJS.ProcessEnv,
  file: string,
): Promise<Environments> {
  try {
    return await environmentsOf(files, project, env, file);
  } catch (error) {
    if (error instanceof SynthesisError) return new Map();
    throw error;
  }
}

async function environmentsOf(
  files: ConfigurationFiles,
  project: string,
  env: NodeJS.ProcessEnv,
  file: string,
): Promise<Environments> {
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-changed-"));
  try {
    writeFiles(folder, file, files);
    const stacks = await synthesise(
      project,
      { ...env, AGENT_STACK_CONFIG: join(folder, file) },
      join(folder, "cdktf.out"),
    );
    return new Map(
      stacks.map(({ name, directory }) => [
        name,
        JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as Synthesised,
      ]),
    );
  } catch (error) {
    // The message names the file where it was put for this.
    if (error instanceof SynthesisError) throw new SynthesisError(error.message.replaceAll(`${folder}/`, ""));
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
