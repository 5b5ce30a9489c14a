import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { LOCK_FILE, type LockedProvider, readProviderLock } from "../../configuration/provider-lock";
import { filesIn, place } from "./files";
import { keepPackages, linkPackages } from "./provider-packages";
import type { Kept, Stack } from "./stack";
import { isLeft } from "./turn";

/** Below cdktf's output folder: what agent-stack keeps there. */
export const OWN = ".agent-stack";

/** Where terraform leaves a state that it could not write to its backend. */
export const UNWRITTEN_STATE = "errored.tfstate";

/** What terraform and people keep in a stack's folder, and synthesis did not write. */
const isKept = (name: string) => /^\.terraform|\.tfstate|\.tfplan/.test(name);

/** The file that keeps the app from running twice at a time: apps share what they compile. */
export const synthesisTurn = (out: string) => join(out, OWN, "synthesis.turn");

/** Makes a folder for one run; those of runs that were killed, which may hold plans with secrets, are removed. */
export function makeWorkingFolder(out: string): string {
  const runs = join(out, OWN, "runs");
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs)) {
    if (isLeft(join(runs, name))) removeLeft(join(runs, name));
  }
  return mkdtempSync(join(runs, "run-"));
}

function removeLeft(folder: string): void {
  try {
    takeUnwrittenStates(folder);
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A terraform that outlived its run still writes there: a later run removes the rest.
  }
}

/** A terraform that outlived its run may have left a state there that it could not write. */
function takeUnwrittenStates(folder: string): void {
  const out = join(folder, "../../..");
  for (const path of filesIn(folder, (name) => name === ".terraform")) {
    if (basename(path) === UNWRITTEN_STATE) place(join(folder, path), join(out, path));
  }
}

/** Takes what an app wrote into cdktf's output folder although it was told another. */
export function takeSynthesised(from: string, to: string): void {
  const left = (name: string) => isKept(name) || name === OWN;
  for (const path of filesIn(from, left)) place(join(from, path), join(to, path));
}

/** A stack in which terraform runs in a copy. */
export type Copy = Stack & { readonly kept: Kept };

const ownData = ({ directory, dataDirectory }: Stack) => resolve(directory, dataDirectory ?? ".terraform");
const providersIn = (stack: Stack) => join(ownData(stack), "providers");

/** Begins a run's own copy of a stack: with what synthesis wrote, and what terraform has noted before. */
export function openCopy(stack: Copy): void {
  const { directory, kept } = stack;
  mkdirSync(kept.directory, { recursive: true });
  for (const path of filesIn(directory, (name) => name === LOCK_FILE)) {
    place(join(directory, path), join(kept.directory, path));
  }
  keepStateWhereItIs(join(directory, "cdk.tf.json"), kept.directory);
  const own = ownData(stack);
  const before = kept.data;
  for (const path of filesIn(before, (name) => name === "providers")) {
    place(join(before, path), join(own, path));
  }
  rewritePath(join(own, "terraform.tfstate"), (path) => resolve(kept.directory, path));
}

/** The providers that the project pins for a stack, before anything else was put beside it; undefined where it pins none. */
export function pinnedProviders({ directory }: Stack): LockedProvider[] | undefined {
  return existsSync(join(directory, LOCK_FILE)) ? readProviderLock(join(directory, LOCK_FILE)) : undefined;
}

/** The providers that an initialised stack has noted. */
export function lockedProviders({ directory }: Stack): LockedProvider[] {
  return readProviderLock(join(directory, LOCK_FILE));
}

/** Whether a provider's package is where terraform looks for it, as that of an attached one need not be. */
export function isInstalled(stack: Stack, { address, version }: LockedProvider): boolean {
  return existsSync(join(providersIn(stack), ...address.split("/"), version));
}

/**
 * Takes the lock file that was synthesised or else one of an earlier run, and links its providers that were installed before.
 *
 * @returns whether nothing is left to install, as far as one can know
 */
export function linkProviders(stack: Copy): boolean {
  const lock = join(stack.directory, LOCK_FILE);
  const noted = [lock, join(stack.kept.directory, LOCK_FILE), choiceOf(stack)].find(existsSync);
  if (noted === undefined) return false;
  place(noted, lock);
  return linkPackages(storeOf(stack.kept), readProviderLock(lock), providersIn(stack));
}

/** Gives back what terraform noted and installed, once a copy is initialised. */
export function giveBack(stack: Copy): void {
  const { directory, kept } = stack;
  const own = ownData(stack);
  const after = kept.data;
  keepPackages(storeOf(kept), providersIn(stack), join(after, "providers"));
  const lock = join(directory, LOCK_FILE);
  // Attached providers are in no lock file: that nothing is to be installed is a choice as well.
  if (!existsSync(lock)) writeFileSync(lock, "");
  if (readProviderLock(lock).length > 0) place(lock, join(kept.directory, LOCK_FILE));
  place(lock, choiceOf(stack));
  for (const path of filesIn(own, (name) => name === "providers")) {
    if (path !== "terraform.tfstate") place(join(own, path), join(after, path));
  }
  giveBackRecord(stack, own, after);
}

/** Of providers there is one copy for all stacks. */
const storeOf = ({ out }: Kept) => join(out, OWN, "providers");

/** The file that says whose turn it is to install providers. */
export const installationTurn = ({ out }: Kept) => join(out, OWN, "installation.turn");

/**
 * Where it is noted which providers terraform chose for what the stack requires: so a stack that has no lock file gets those
 * that another one has, and nothing is installed twice.
 */
function choiceOf({ directory, kept }: Copy): string {
  const { terraform } = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as Configuration;
  const required = JSON.stringify(terraform?.required_providers ?? {});
  return join(kept.out, OWN, "chosen", createHash("sha256").update(required).digest("hex"));
}

interface Configuration {
  readonly terraform?: {
    readonly required_providers?: unknown;
    readonly backend?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly cloud?: unknown;
  };
}

/** A local state whose path is relative, or not said, is beside the stack and not in the copy. */
function keepStateWhereItIs(file: string, directory: string): void {
  const configuration = JSON.parse(readFileSync(file, "utf8")) as Configuration;
  const { terraform = {} } = configuration;
  const { backend = terraform.cloud === undefined ? { local: {} } : undefined } = terraform;
  const local = backend?.local;
  if (local === undefined) return;
  const path = resolve(directory, typeof local.path === "string" ? local.path : "terraform.tfstate");
  if (path === local.path) return;
  const moved = { ...configuration, terraform: { ...terraform, backend: { local: { ...local, path } } } };
  rmSync(file);
  writeFileSync(file, JSON.stringify(moved));
}

interface BackendRecord {
  readonly backend?: { readonly type?: string; readonly config?: Readonly<Record<string, unknown>> };
}

/** The file in which terraform notes where the state is. */
function rewritePath(file: string, change: (path: string) => string): void {
  if (!existsSync(file)) return;
  const record = JSON.parse(readFileSync(file, "utf8")) as BackendRecord;
  const { type, config = {} } = record.backend ?? {};
  if (type !== "local") return;
  const path = change(typeof config.path === "string" ? config.path : "terraform.tfstate");
  rmSync(file);
  writeFileSync(
    file,
    JSON.stringify({ ...record, backend: { ...record.backend, config: { ...config, path } } }),
  );
}

/** As terraform would have noted it in the stack's own folder. */
function giveBackRecord({ kept }: Copy, own: string, after: string): void {
  const record = join(own, "terraform.tfstate");
  if (!existsSync(record)) return;
  const synthesised = JSON.parse(readFileSync(join(kept.directory, "cdk.tf.json"), "utf8")) as Configuration;
  const { backend } = synthesised.terraform ?? {};
  if (backend === undefined && synthesised.terraform?.cloud === undefined) return;
  const given = backend?.local?.path;
  const copy = `${record}.back`;
  place(record, copy);
  rewritePath(copy, (path) =>
    typeof given === "string" && resolve(kept.directory, given) === path ? given : path,
  );
  place(copy, join(after, "terraform.tfstate"));
  rmSync(copy);
}

/** From where a person would run terraform. */
export const shownFolder = (from: string, { directory, kept }: Stack) =>
  relative(from, kept?.directory ?? directory) || ".";
