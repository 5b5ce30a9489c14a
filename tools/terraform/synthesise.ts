import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { appEnvironment } from "./app-environment";
import { runProcess } from "./process";
import { redact } from "./redact";

/** One environment as terraform sees it. */
export interface Stack {
  /** The environment's name. */
  readonly name: string;
  /** Where terraform runs, an absolute path. */
  readonly directory: string;
  /** Where terraform keeps what it installs, an absolute path, where TF_DATA_DIR names one folder for all stacks. */
  readonly dataDirectory?: string;
}

/** The project cannot be synthesised; the message is the app's own. */
export class SynthesisError extends Error {}

/**
 * Runs the app command of cdktf.json as the cdktf CLI does and lists the stacks it wrote.
 *
 * @param folder where to write. @default - the output folder of cdktf.json
 */
export async function synthesise(project: string, env: NodeJS.ProcessEnv, folder?: string): Promise<Stack[]> {
  const { app, output = "cdktf.out" } = await readJson<{ app?: string; output?: string }>(
    join(project, "cdktf.json"),
    "run agent-stack in the project's folder, where cdktf.json is",
  );
  if (typeof app !== "string") {
    throw new SynthesisError('cdktf.json has no "app": give the command that synthesises the stacks');
  }
  const out = folder ?? resolve(project, output);
  const { code, signal, stdout, stderr } = await runProcess({
    command: app,
    args: [],
    cwd: project,
    shell: true,
    env: { ...appEnvironment(env), CDKTF_OUTDIR: out },
  });
  if (code !== 0) {
    const said = stderr.trim() || stdout.trim() || `the app command ended with ${signal ?? code}: ${app}`;
    throw new SynthesisError(redact(said, env));
  }
  const manifest = await readJson<Manifest>(join(out, "manifest.json"), "the app must call app.synth()");
  return withOwnData(stacksIn(manifest, out), env.TF_DATA_DIR);
}

interface Manifest {
  readonly stacks?: Readonly<Record<string, { readonly name: string; readonly workingDirectory: string }>>;
}

/** The stacks of a cdktf manifest, in its order. */
export function stacksIn(manifest: Manifest, out: string): Stack[] {
  return Object.values(manifest.stacks ?? {}).map(({ name, workingDirectory }) => ({
    name,
    directory: join(out, workingDirectory),
  }));
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

/** The stacks of these names; all when none are named. */
export function selectStacks(stacks: readonly Stack[], names: readonly string[]): Stack[] {
  if (stacks.length === 0) {
    throw new SynthesisError("the app has no stack: add an environment to the configuration");
  }
  const known = stacks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SynthesisError(
      `there is no environment "${unknown.join('", "')}": there ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`,
    );
  }
  return stacks.filter(({ name }) => names.length === 0 || names.includes(name));
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
