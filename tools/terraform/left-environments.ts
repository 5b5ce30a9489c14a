import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Binary } from "./binary";
import { initialiseAnyway } from "./initialise";
import { backendOf, keptState, objectsIn, placeText } from "./kept-state";
import { forget, rememberedIn } from "./known-environments";
import { Interrupted } from "./process";
import { terraformIn } from "./run";
import type { Stack } from "./stack";

/** An environment that the configuration has no more and whose state is still there, as far as this checkout can tell. */
export interface LeftEnvironment {
  readonly name: string;
  /** Where its state is, for people. */
  readonly place: string;
  /** How many objects the state has; undefined where it could not be read. */
  readonly objects?: number;
  /** Why it could not be read. */
  readonly failure?: string;
  /** What it is and how to destroy or forget it, with commands that a person types. */
  readonly note: string;
}

interface Found extends Omit<LeftEnvironment, "note"> {
  /** What was synthesised of it last, undefined where only the state is known. */
  readonly stack?: Stack;
}

/**
 * Looks for states of environments that are gone: at the places that earlier synthesis in this checkout noted, and among local
 * states of the default name. No backend can be asked for the states of names that nobody tells.
 */
export async function readLeft(
  left: readonly Stack[],
  stacks: readonly Stack[],
  binary: Binary,
): Promise<LeftEnvironment[]> {
  const known: Found[] = [];
  // One after the other, beside nothing else: terraform's cache of providers takes no two at a time.
  for (const stack of left) known.push(await readOne(stack, binary));
  const names = new Set([...stacks, ...left].flatMap(({ name, formerly }) => [name, formerly?.name]));
  const places = new Set([...stacks, ...left].map((stack) => placeText(backendOf(stack), binary)));
  const files = readdirSync(binary.cwd).flatMap((place): Found[] => {
    const [, name] = /^terraform\.([\w-]+)\.tfstate$/.exec(place) ?? [];
    if (name === undefined || names.has(name) || places.has(place)) return [];
    return [{ name, place, ...contentOf(join(binary.cwd, place)) }];
  });
  return [...known, ...files]
    .filter(({ objects }) => objects !== 0)
    .map((each) => ({ ...each, note: noteOf(each, binary) }));
}

async function readOne(stack: Stack, binary: Binary): Promise<Found> {
  const known = { name: stack.name, place: placeText(backendOf(stack), binary), stack };
  try {
    await initialiseAnyway(stack, binary);
    const { objects = 0 } = (await keptState(stack, binary)) ?? {};
    if (objects === 0 && stack.kept) forget(stack.kept.out, stack.name);
    return { ...known, objects };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { ...known, failure: (error as Error).message };
  }
}

/** Of a file that is no state it is not known what it has, and nothing is said about it. */
function contentOf(file: string): Pick<Found, "objects" | "failure"> {
  try {
    const text = readFileSync(file, "utf8");
    return "encrypted_data" in JSON.parse(text)
      ? { failure: "OpenTofu encrypted it" }
      : { objects: objectsIn(text) };
  } catch {
    return { objects: 0 };
  }
}

function noteOf({ name, place, objects, failure, stack }: Found, binary: Binary): string {
  const renamed = `Was it renamed, give the environment of its new name renamedFrom: ${name}`;
  if (stack === undefined) {
    const content =
      failure === undefined
        ? `its state in ${place} has ${objectsText(objects)}`
        : `what its state in ${place} has is not known: ${failure}`;
    return `${name} is no longer in the configuration, and ${content}. ${renamed}. To destroy them, put the environment back as git has it, run npx agent-stack destroy ${name} and take it out again. To forget them, so that they stay in authentik: rm ${place}`;
  }
  if (failure !== undefined) {
    return `${name} is no longer in the configuration, and whether its state in ${place} still has objects could not be asked: ${failure}${/[.?]$/.test(failure) ? "" : "."} If that does not matter: rm -r ${foldersOf(stack)}`;
  }
  const terraform = terraformIn(stack, binary);
  return `${name} is no longer in the configuration, and its state in ${place} has ${objectsText(objects)}. ${renamed}. To destroy them, with the settings that were synthesised last: npx agent-stack destroy ${name}. To forget them, so that they stay in authentik: ${terraform} init && ${terraform} state rm $(${terraform} state list)`;
}

const foldersOf = ({ name, kept }: Stack) =>
  kept ? [kept.directory, rememberedIn(kept.out, name)].filter((folder) => existsSync(folder)).join(" ") : "";

const objectsText = (objects = 0) => `${objects} ${objects === 1 ? "object" : "objects"}`;
