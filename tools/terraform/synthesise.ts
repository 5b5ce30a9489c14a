import { existsSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Server } from "../authentik/server";
import { appEnvironment } from "./app-environment";
import { type Binary, findTerraform } from "./binary";
import { place } from "./files";
import { known, remember } from "./known-environments";
import { runProcess, untilStopped } from "./process";
import { redact, withoutSecretsOf } from "./redact";
import type { Remark, Stack } from "./stack";
import { inTurn, keepAlive } from "./turn";
import { makeWorkingFolder, synthesisTurn, takeSynthesised } from "./working-folder";

export type { Stack } from "./stack";

/** The project cannot be synthesised; the message is the app's own. */
export class SynthesisError extends Error {}

/**
 * Synthesises into a folder of the run's own and does the work on copies of the stacks, so that runs at the same time do not
 * disturb each other. Meanwhile it looks for terraform.
 *
 * The work also gets the environments that were synthesised here earlier, are no more and were not renamed.
 *
 * @throws SynthesisError, TerraformError
 */
export async function withStacks<T>(
  project: string,
  env: NodeJS.ProcessEnv,
  work: (stacks: Stack[], terraform: Binary, left: Stack[]) => Promise<T>,
): Promise<T> {
  const { app, out } = await readProject(project);
  const folder = makeWorkingFolder(out);
  const end = keepAlive(folder);
  const synthesiseAndWork = async () => {
    const [found, synthesised] = await Promise.allSettled([
      findTerraform(project, env),
      inTurn(synthesisTurn(out), async () => {
        await runApp(project, app, env, folder);
        if (!existsSync(join(folder, "manifest.json"))) takeSynthesised(out, folder);
      }),
    ]);
    if (found.status === "rejected") throw found.reason;
    if (synthesised.status === "rejected") throw synthesised.reason;
    const own = await stacksOf(folder);
    const kept = withOwnData(stacksIn(await manifestOf(folder), out), env.TF_DATA_DIR);
    const copies = own.map((stack, index) => copyOf(stack, kept[index] as Stack, out, env));
    for (const stack of own.filter(({ server }) => server !== undefined)) remember(out, stack);
    return work(copies, found.value, leftBehind(out, folder, copies, env));
  };
  try {
    return await untilStopped(synthesiseAndWork());
  } finally {
    end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyOf(
  stack: Stack,
  { directory, dataDirectory }: Stack,
  out: string,
  { TF_DATA_DIR }: NodeJS.ProcessEnv,
): Stack {
  const data = dataDirectory ?? resolve(directory, TF_DATA_DIR || ".terraform");
  return {
    ...stack,
    ...(TF_DATA_DIR && { dataDirectory: ".terraform" }),
    kept: { directory, dataDirectory, data, out },
  };
}

/** Copies of what earlier synthesis wrote for environments that are no more. */
function leftBehind(out: string, folder: string, stacks: readonly Stack[], env: NodeJS.ProcessEnv): Stack[] {
  const names = new Set(stacks.flatMap(({ name, formerly }) => [name, formerly?.name]));
  const gone = [...known(out)].flatMap(([name, file]) => {
    const directory = join(folder, "stacks", name);
    if (names.has(name) || notesIn(file) === undefined) return [];
    place(file, join(directory, "cdk.tf.json"));
    return [withNotes({ name, directory })];
  });
  const kept = withOwnData(
    gone.map(({ name }) => ({ name, directory: join(out, "stacks", name) })),
    env.TF_DATA_DIR,
  );
  return gone.map((stack, index) => copyOf(stack, kept[index] as Stack, out, env));
}

/**
 * Runs the app command of cdktf.json as the cdktf CLI does and lists the stacks it wrote.
 *
 * @param folder where to write. @default - the output folder of cdktf.json
 */
export async function synthesise(project: string, env: NodeJS.ProcessEnv, folder?: string): Promise<Stack[]> {
  const { app, out } = await readProject(project);
  await runApp(project, app, env, folder ?? out);
  return withOwnData(await stacksOf(folder ?? out), env.TF_DATA_DIR);
}

async function readProject(project: string): Promise<{ app: string; out: string }> {
  const { app, output = "cdktf.out" } = await readJson<{ app?: string; output?: string }>(
    join(project, "cdktf.json"),
    "run agent-stack in the project's folder, where cdktf.json is",
  );
  if (typeof app !== "string") {
    throw new SynthesisError('cdktf.json has no "app": give the command that synthesises the stacks');
  }
  return { app, out: resolve(project, output) };
}

/** How Node begins to tell, in both kinds of modules, that a package is missing; a path is a mistake of another kind. */
const MISSING_PACKAGE = /Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w-][\w.-]*)[/']/;

/** The message of a ConfigurationError, with nothing else beside it. */
const MISTAKES = /^\d+ mistakes? in .*(?:\n(?:.+:\d+:\d+: .*|and \d+ more))+$/;

async function runApp(project: string, app: string, env: NodeJS.ProcessEnv, out: string): Promise<void> {
  const { code, signal, stdout, stderr } = await runProcess({
    command: app,
    args: [],
    cwd: project,
    shell: true,
    env: { ...appEnvironment(env), CDKTF_OUTDIR: out },
  });
  if (code !== 0) {
    const said = stderr.trim() || stdout.trim() || `the app command ended with ${signal ?? code}: ${app}`;
    const [, missing] = MISSING_PACKAGE.exec(said) ?? [];
    if (missing !== undefined) {
      throw new SynthesisError(
        `the app needs the package ${missing}, which is not installed in ${project}: run npm install there`,
      );
    }
    // What is wrong with the configuration is told without its secrets, and its keys are no secrets.
    throw new SynthesisError(MISTAKES.test(said) ? withoutSecretsOf(said, env) : redact(said, env));
  }
}

const manifestOf = (out: string) =>
  readJson<Manifest>(join(out, "manifest.json"), "the app must call app.synth()");

async function stacksOf(out: string): Promise<Stack[]> {
  return stacksIn(await manifestOf(out), out).map(withNotes);
}

interface Manifest {
  readonly stacks?: Readonly<Record<string, StackInManifest>>;
}

interface StackInManifest {
  readonly name: string;
  readonly workingDirectory: string;
  readonly annotations?: readonly {
    readonly constructPath: string;
    readonly level: string;
    readonly message: string;
  }[];
}

/** As cdktf marks what it warns of and what it only tells, beside errors. */
const WARNING = "@cdktf/warn";
const INFO = "@cdktf/info";

/** The stacks of a cdktf manifest, in its order. */
export function stacksIn(manifest: Manifest, out: string): Stack[] {
  return Object.values(manifest.stacks ?? {}).map(({ name, workingDirectory, annotations = [] }) => {
    const said = (wanted: string): Remark[] =>
      annotations
        .filter(({ level }) => level === wanted)
        .map(({ constructPath, message }) => ({ place: placeIn(name, constructPath), text: message }));
    const [warnings, infos] = [said(WARNING), said(INFO)];
    return {
      name,
      directory: join(out, workingDirectory),
      ...(warnings.length > 0 && { warnings }),
      ...(infos.length > 0 && { infos }),
    };
  });
}

/** The construct's path below its stack; of the stack itself, its name. */
function placeIn(stack: string, path: string): string {
  return path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path;
}

/** The stack with what synthesis wrote about it and its authentik. */
export function withNotes(stack: Stack): Stack {
  const notes = notesIn(join(stack.directory, "cdk.tf.json"));
  if (notes === undefined) return { ...stack, server: undefined };
  const { formerly, ...server } = notes;
  return { ...stack, server, ...(formerly && { formerly }) };
}

function notesIn(file: string): Notes | undefined {
  if (!existsSync(file)) return undefined;
  const { "//": notes } = JSON.parse(readFileSync(file, "utf8")) as Synthesised;
  return notes?.["agent-stack"];
}

type Notes = Server & Pick<Stack, "formerly">;

interface Synthesised {
  readonly "//"?: { readonly "agent-stack"?: Notes };
}

/**
 * Stacks that would share the folder TF_DATA_DIR get one each below it: there terraform notes where a stack's state is,
 * and would take one stack's for another's.
 */
function withOwnData(stacks: readonly Stack[], shared: string | undefined): Stack[] {
  if (!shared) return [...stacks];
  const folders = stacks.map(({ directory }) => resolve(directory, shared));
  return stacks.map((stack, index) => {
    const folder = folders[index] as string;
    return folders.filter((each) => each === folder).length > 1
      ? { ...stack, dataDirectory: join(folder, stack.name) }
      : stack;
  });
}

/** The stacks of these names and patterns, in which * is anything and ? one character; all when none are named. */
export function selectStacks(stacks: readonly Stack[], names: readonly string[]): Stack[] {
  if (stacks.length === 0) {
    throw new SynthesisError("the app has no stack: add an environment to the configuration");
  }
  const known = stacks.map(({ name }) => name);
  const isMeant = names.map(pattern);
  const unknown = names.filter((_, index) => !known.some((name) => isMeant[index]?.test(name)));
  if (unknown.length > 0) {
    throw new SynthesisError(
      `there is no environment "${unknown.join('", "')}": there ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`,
    );
  }
  return stacks.filter(({ name }) => names.length === 0 || isMeant.some((each) => each.test(name)));
}

function pattern(name: string): RegExp {
  const escaped = name.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}

/** The stacks of these names and patterns, for what changes them: all are meant only where that is said. */
export function selectMeant(stacks: readonly Stack[], names: readonly string[], all: boolean): Stack[] {
  if (names.length === 0 && !all && stacks.length > 1) {
    throw new SynthesisError(
      `there are the environments ${stacks.map((each) => each.name).join(", ")}: name those that are meant, or give --all`,
    );
  }
  return selectStacks(stacks, names);
}

/** The stack of this name; the only one when none is named. */
export function selectStack(stacks: readonly Stack[], name: string | undefined): Stack {
  const [stack, ...others] = selectStacks(stacks, name === undefined ? [] : [name]);
  if (!stack || others.length > 0) {
    throw new SynthesisError(
      `there are the environments ${stacks.map((each) => each.name).join(", ")}: name one`,
    );
  }
  return stack;
}

async function readJson<T>(path: string, remedy: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    const reason = error instanceof SyntaxError ? "is not valid JSON" : "cannot be read";
    throw new SynthesisError(`${path} ${reason}: ${remedy}`);
  }
}
