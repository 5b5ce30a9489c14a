import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE, readLock, writeLock } from "../findings/lock-file";
import { same } from "../json";
import type { Binary } from "../terraform/binary";
import { initialiseAnyway } from "../terraform/initialise";
import { backendOf, type KeptState, keptState, openPlace, placeText } from "../terraform/kept-state";
import { runTerraform } from "../terraform/run";
import { type Stack, selectStack, withStacks } from "../terraform/synthesise";

export interface MoveOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly print: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** Moves the state of an environment that was renamed to its place, asking neither authentik nor any other state; the exit code. */
export async function moveState(name: string | undefined, options: MoveOptions): Promise<0 | 2> {
  const { cwd, env, print, confirm } = options;
  return withStacks(cwd, env, async (stacks, terraform) => {
    const stack = selectStack(stacks, name);
    const { formerly } = stack;
    if (formerly === undefined) {
      throw new Error(
        `${stack.name} has no renamedFrom, or its state is kept in the same place as before: there is nothing to move`,
      );
    }
    await initialiseAnyway(stack, terraform);
    const place = await openPlace(stack, formerly.backend, terraform);
    const [before, now] = [placeText(formerly.backend, terraform), placeText(backendOf(stack), terraform)];
    const [there, here] = await Promise.all([keptState(place, terraform), keptState(stack, terraform)]);
    if (there === undefined) {
      if (here === undefined) throw new Error(`there is no state in ${before} and none in ${now}`);
      print(`${stack.name}: its state is in ${now} already; renamedFrom may go`);
      return 0;
    }
    if (here) {
      throw new Error(
        `there are states in both places, in ${before} and in ${now}: nothing was moved, since one would be lost`,
      );
    }
    const objects = `${there.objects} ${there.objects === 1 ? "object" : "objects"}`;
    if (
      !(await confirm(`Move the state of ${stack.name}, with ${objects}, from ${before} to ${now}? [y/N] `))
    ) {
      print("nothing was moved; allow it with --yes");
      return 2;
    }
    await arrive(there, stack, terraform);
    await leave(there, place, terraform).catch((error: Error) => {
      throw new Error(
        `the state is in ${now} now, but what is in ${before} was kept, since it could not be emptied: ${error.message}`,
      );
    });
    takeReviewsAlong(formerly.name, stack.name);
    print(
      `${stack.name}: its state, with ${objects}, is in ${now} now, and nothing is left in ${before}; renamedFrom may go once no pipeline has the former name any more`,
    );
    return 0;
  });
}

async function arrive(state: KeptState, to: Stack, terraform: Binary): Promise<void> {
  await push(state.text, to, terraform);
  const arrived = await keptState(to, terraform);
  if (arrived === undefined || !same(contentOf(arrived), contentOf(state))) {
    throw new Error("the state did not arrive as it was, and is at its former place still");
  }
}

/** Terraform refuses it where the former place was written to since it was read: nothing is lost then. */
async function leave(state: KeptState, from: Stack, terraform: Binary): Promise<void> {
  const { version, terraform_version, serial, lineage } = JSON.parse(state.text);
  const empty = { version, terraform_version, serial: serial + 1, lineage, outputs: {}, resources: [] };
  await push(JSON.stringify(empty), from, terraform);
}

/** Without the lineage, which terraform makes anew at some places, and the results of checks, whose order is by chance. */
function contentOf({ text }: KeptState): unknown {
  const { outputs, resources } = JSON.parse(text);
  return { outputs, resources };
}

async function push(text: string, to: Stack, terraform: Binary): Promise<void> {
  const file = join(to.directory, "moving.tfstate");
  try {
    writeFileSync(file, text, { mode: 0o600, flag: "wx" });
    await runTerraform(to, terraform, ["state", "push", file]);
  } finally {
    rmSync(file, { force: true });
  }
}

/** What was reviewed is kept by the environment's name. */
function takeReviewsAlong(from: string, to: string): void {
  const { scopeMappings, ...lock } = readLock(LOCK_FILE);
  const { [from]: reviewed, ...others } = scopeMappings;
  if (reviewed === undefined || others[to] !== undefined) return;
  writeLock(LOCK_FILE, { ...lock, scopeMappings: { ...others, [to]: reviewed } });
}
