import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { LOCK_FILE } from "../../configuration/provider-lock";
import { INIT_ARGUMENTS } from "./arguments";
import type { Binary } from "./binary";
import { runTerraform } from "./run";
import type { Backend, Stack } from "./stack";
import { pullState } from "./state";

/** A state as terraform tells it, of which there is at least one object. */
export interface KeptState {
  /** As `terraform state pull` prints it; it has secrets. */
  readonly text: string;
  /** How many objects it has. */
  readonly objects: number;
}

interface State {
  readonly resources?:
    | readonly { readonly mode: string; readonly instances?: readonly unknown[] | null }[]
    | null;
}

/** The state of a stack that is initialised; undefined where there is none, or nothing in it. @throws TerraformError */
export async function keptState(stack: Stack, binary: Binary): Promise<KeptState | undefined> {
  const text = await pullState(stack, binary);
  const objects = objectsIn(text);
  return objects === 0 ? undefined : { text, objects };
}

/** How many objects a state has that terraform manages. */
export function objectsIn(text: string): number {
  const { resources } = (text.trim() === "" ? {} : JSON.parse(text)) as State;
  return (resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + (instances?.length ?? 0), 0);
}

/**
 * A folder beside a run's copy of a stack, which is initialised, in which terraform knows another place of states and nothing of
 * authentik. For a state that has objects terraform wants their provider, and takes the stack's.
 *
 * @throws TerraformError where the place cannot be reached
 */
export async function openPlace(
  { name, directory, dataDirectory, server }: Stack,
  backend: Backend,
  binary: Binary,
): Promise<Stack> {
  const place = { name, dataDirectory, server, directory: join(directory, "../../places", name) };
  const { terraform } = synthesisedIn(directory);
  mkdirSync(join(place.directory, ".terraform"), { recursive: true });
  writeFileSync(
    join(place.directory, "cdk.tf.json"),
    JSON.stringify({ terraform: { ...terraform, backend } }),
  );
  symlinkSync(join(directory, PROVIDERS), join(place.directory, PROVIDERS), "junction");
  const lock = join(directory, LOCK_FILE);
  if (existsSync(lock)) copyFileSync(lock, join(place.directory, LOCK_FILE));
  await runTerraform(place, binary, INIT_ARGUMENTS);
  return place;
}

/** What synthesis wrote about where a stack's state is; undefined where terraform's own default or a cloud has it. */
export function backendOf({ directory }: Pick<Stack, "directory">): Backend | undefined {
  return synthesisedIn(directory).terraform?.backend;
}

const PROVIDERS = ".terraform/providers";

interface Synthesised {
  readonly terraform?: { readonly backend?: Backend };
}

const synthesisedIn = (directory: string): Synthesised =>
  JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));

/** Settings of backends that say which state is meant. */
const SAYING = [
  "bucket",
  "storage_account_name",
  "container_name",
  "key",
  "prefix",
  "address",
  "schema_name",
];

/** A place of states for people. */
export function placeText(backend: Backend | undefined, { cwd }: Binary): string {
  const [[kind, settings] = ["local", {}]] = Object.entries(backend ?? {});
  if (kind === "local") return relative(cwd, String(settings.path ?? "terraform.tfstate"));
  return `${kind} ${SAYING.flatMap((key) => (settings[key] === undefined ? [] : [String(settings[key])])).join("/")}`;
}
