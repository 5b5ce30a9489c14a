import type { Parameters } from "fast-check";

/** Tries so many times as many inputs; `npm run fuzz` sets it. */
const TIMES = Number(process.env.FUZZ ?? 1);
/** Another one gives other inputs, and the same one the same. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_125);
/** Of the processor, which others may share: no input may take more. */
const MOST_MILLISECONDS = 5000;

export const trials = (runs: number): Parameters<unknown> => ({
  numRuns: Math.ceil(runs * TIMES),
  seed: SEED,
});

/** How long the tests of a file may take, in milliseconds. */
export const PATIENCE = 60_000 * Math.max(1, TIMES);

/** Counts the inputs that were tried and how long the slowest took. */
export class Tried {
  private count = 0;
  private refused = 0;
  private slowest = 0;

  constructor(private readonly what: string) {}

  /** What the work throws, undefined where it throws nothing; a bound of time goes for every input. */
  thrownBy(work: () => unknown): unknown {
    const start = process.cpuUsage();
    try {
      work();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.end(start);
    }
  }

  /** What the work rejects with, undefined where it does not. */
  async rejectedBy(work: () => Promise<unknown>): Promise<unknown> {
    const start = process.cpuUsage();
    try {
      await work();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.end(start);
    }
  }

  /** Notes that an input was refused. */
  refuse(): void {
    this.refused += 1;
  }

  /** Shown at the end of the run. */
  tell(): void {
    console.log(
      `figure: bad input: ${this.count} ${this.what} tried (seed ${SEED}), ${this.refused} refused, ${Math.round(this.slowest)} ms of the processor at most`,
    );
  }

  private end(start: NodeJS.CpuUsage): void {
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    this.count += 1;
    this.slowest = Math.max(this.slowest, took);
    expect(took).toBeLessThan(MOST_MILLISECONDS);
  }
}

/** What a message would have of values that were not looked at. */
const UNREAD = /\[object |\bundefined\b|\bNaN\b|^\s*at /m;
const LONGEST_MESSAGE = 20_000;

/** A refusal is one of our errors, whose message is for people. */
export function expectRefusal(
  error: unknown,
  ...kinds: readonly (new (
    ...given: never[]
  ) => Error)[]
): string {
  if (!kinds.some((kind) => error instanceof kind)) throw error;
  const { message } = error as Error;
  expect(message).not.toBe("");
  expect(message).not.toMatch(UNREAD);
  expect(message.length).toBeLessThan(LONGEST_MESSAGE);
  return message;
}
