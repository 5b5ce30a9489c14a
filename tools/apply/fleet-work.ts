import pLimit from "p-limit";
import { addressOf } from "../authentik/server";
import { visible } from "../report/escape";
import type { Binary } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { Interrupted } from "../terraform/process";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectMeant, withStacks } from "../terraform/synthesise";

/** How one environment ended: 0 done, 2 something is left to do or was not allowed, 1 failed. */
export type Outcome = 0 | 1 | 2;

export interface FleetWorkOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line, or several; what is to be copied whole is not broken at the terminal's width. */
  readonly print: (text: string, isWhole?: boolean) => void;
  /** Tells why an environment failed. */
  readonly fail: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Works on all environments when none is named. */
  readonly all: boolean;
  /** How many environments at once. */
  readonly jobs: number;
}

/**
 * What is ready to be done in one environment, after it was shown; an outcome where there is nothing to do. What it leads to in
 * turn is done when all environments have got so far: two of one server may depend on one another.
 */
export type Prepared = Outcome | ((part: Part) => Promise<Prepared>);

/** One environment's part, with what it prints kept together. */
export interface Part {
  readonly stack: Stack;
  readonly terraform: Binary;
  /** As `print`. */
  readonly say: FleetWorkOptions["print"];
}

/**
 * Prepares the environments at once, asks once for all that there is to do and does that, each on its own: one that fails
 * does not stop the others.
 *
 * @param isLeftMeant - Whether a name may be that of an environment that the configuration has no more
 */
export async function workOnFleet(
  names: readonly string[],
  { cwd, env, print, fail, confirm, all, jobs }: FleetWorkOptions,
  prepare: (part: Part) => Promise<Prepared>,
  question: (environments: string) => string,
  isLeftMeant = false,
): Promise<Outcome> {
  return withStacks(cwd, env, async (configured, terraform, left) => {
    const named = isLeftMeant ? left.filter(({ name }) => names.includes(name)) : [];
    const selected = selectMeant([...configured, ...named], names, all);
    const initialise = initialiser(selected, terraform);
    const attempt = async <T>(stack: Stack, work: (part: Part) => Promise<T>): Promise<T | 1> => {
      const said: Parameters<Part["say"]>[] = [];
      try {
        return await work({ stack, terraform, say: (...each) => said.push(each) });
      } catch (error) {
        const isInterrupted = error instanceof Interrupted;
        const reason = isInterrupted ? error.left : (error as Error).message;
        if (reason !== undefined) fail(`${stack.name}: ${reason}`);
        if (isInterrupted) throw error;
        return 1;
      } finally {
        for (const [text, isWhole] of said) print(visible(text), isWhole);
      }
    };
    const prepared = await pLimit(jobs).map(selected, async (stack) => ({
      stack,
      todo: await attempt<Prepared>(stack, async (part) => {
        for (const note of await initialise(stack)) part.say(`note: ${note}`);
        await checkServer(stack, terraform);
        return prepare(part);
      }),
    }));
    const waiting = prepared.filter(({ todo }) => typeof todo === "function");
    const listed = waiting
      .map(({ stack }) => [stack.name, addressOf(stack.server, env)].filter(Boolean).join(" at "))
      .join(", ");
    const isAllowed = waiting.length === 0 || (await confirm(question(listed)));
    if (!isAllowed) print("nothing was done; allow it with --yes");
    let reached = prepared;
    while (reached.some(({ todo }) => typeof todo === "function")) {
      reached = await pLimit(jobs).map(reached, async ({ stack, todo }) => {
        if (typeof todo !== "function") return { stack, todo };
        return { stack, todo: isAllowed ? await attempt(stack, todo) : 2 };
      });
    }
    const outcomes = reached.map(({ todo }) => todo);
    return outcomes.includes(1) ? 1 : outcomes.includes(2) ? 2 : 0;
  });
}
