import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { filesIn, place } from "./files";
import type { Stack } from "./stack";
import { isLeft } from "./turn";

/** Below cdktf's output folder: what agent-stack keeps there. */
export const OWN = ".agent-stack";

/** What terraform and people keep in a stack's folder, and synthesis did not write. */
const isKept = (name: string) => /^\.terraform|\.tfstate|\.tfplan/.test(name);

/** The file that keeps the app from running twice at a time: apps share what they compile. */
export const synthesisTurn = (out: string) => join(out, OWN, "synthesis.turn");

/** Makes a folder for one run; those of runs that were killed, which may hold plans with secrets, are removed. */
export function makeWorkingFolder(out: string): string {
  const runs = join(out, OWN, "runs");
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs)) {
    if (isLeft(join(runs, name))) rmSync(join(runs, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(runs, "run-"));
}

/** Takes what an app wrote into cdktf's output folder although it was told another. */
export function takeSynthesised(from: string, to: string): void {
  const left = (name: string) => isKept(name) || name === OWN;
  for (const path of filesIn(from, left)) place(join(from, path), join(to, path));
}

const ownData = ({ directory }: Stack) => join(directory, ".terraform");

/** Begins a run's own copy of a stack: with what synthesis wrote, and what terraform has noted and installed before. */
export function openCopy(stack: Stack): void {
  const { directory, kept } = stack;
  if (kept === undefined) return;
  mkdirSync(kept.directory, { recursive: true });
  for (const path of filesIn(directory)) place(join(directory, path), join(kept.directory, path));
  const lock = join(kept.directory, ".terraform.lock.hcl");
  if (existsSync(lock)) place(lock, join(directory, ".terraform.lock.hcl"));
  keepStateWhereItIs(join(directory, "cdk.tf.json"), kept.directory);
  const own = ownData(stack);
  const before = kept.data;
  for (const path of filesIn(before, (name) => name === "providers")) {
    place(join(before, path), join(own, path));
  }
  rewritePath(join(own, "terraform.tfstate"), (path) => resolve(kept.directory, path));
  for (const folder of [providersOf(kept), join(before, "providers")]) {
    linkPackages(folder, join(own, "providers"));
  }
}

/** Gives back what terraform noted and installed, once a copy is initialised. */
export function giveBack(stack: Stack): void {
  const { directory, kept } = stack;
  if (kept === undefined) return;
  const own = ownData(stack);
  const after = kept.data;
  const store = providersOf(kept);
  for (const path of packagesIn(join(own, "providers"))) {
    const from = join(own, "providers", path);
    const to = join(store, path);
    if (!existsSync(to)) {
      mkdirSync(dirname(to), { recursive: true });
      moved(from, to);
    }
  }
  linkPackages(store, join(own, "providers"));
  linkPackages(store, join(after, "providers"));
  const lock = join(directory, ".terraform.lock.hcl");
  if (existsSync(lock)) place(lock, join(kept.directory, ".terraform.lock.hcl"));
  for (const path of filesIn(own, (name) => name === "providers")) {
    if (path !== "terraform.tfstate") place(join(own, path), join(after, path));
  }
  giveBackRecord(stack, own, after);
}

/** Of providers there is one copy for all stacks, which nobody changes: terraform links to it. */
const providersOf = ({ out }: NonNullable<Stack["kept"]>) => join(out, OWN, "providers");

/** Host, namespace, type, version and platform. */
const PACKAGE_DEPTH = 5;

function packagesIn(folder: string, depth = PACKAGE_DEPTH): string[] {
  if (depth === 0) return [""];
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    packagesIn(join(folder, name), depth - 1).map((path) => join(name, path)),
  );
}

function linkPackages(from: string, to: string): void {
  for (const path of packagesIn(from)) {
    const link = join(to, path);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    // A link whose package is gone.
    rmSync(link, { force: true });
    try {
      symlinkSync(linkTarget(join(from, path)), link, "junction");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function linkTarget(path: string): string {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
}

/** Whoever comes second leaves the first one's. */
function moved(from: string, to: string): void {
  try {
    const target = linkTarget(from);
    if (target === from) renameSync(from, to);
    else symlinkSync(target, to, "junction");
  } catch (error) {
    if (!["EEXIST", "ENOTEMPTY"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

interface Configuration {
  readonly terraform?: {
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
function giveBackRecord({ kept }: Stack, own: string, after: string): void {
  const record = join(own, "terraform.tfstate");
  if (kept === undefined || !existsSync(record)) return;
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
