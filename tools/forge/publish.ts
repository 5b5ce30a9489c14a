import { ForgeError } from "./forge-http";
import { isSameBody, reportBody } from "./report-body";
import { ATTEMPTS, backoff } from "./retry";

/** A comment or an issue on the forge. */
export interface Entry {
  readonly id: number;
  readonly body: string;
  /** Where a person finds it. */
  readonly url: string;
}

/** The place reports go to: the comments of one pull request, or the open issues of a project. */
export interface Board {
  /** The most characters an entry may have. */
  readonly bodyLimit: number;
  /** Entries written by the owner of our token, oldest first. */
  own(): Promise<Entry[]>;
  create(body: string): Promise<Entry>;
  update(entry: Entry, body: string): Promise<Entry>;
}

/** A board whose entries can be closed. */
export interface ClosableBoard extends Board {
  close(entry: Entry): Promise<void>;
}

export interface Outcome {
  readonly action: "created" | "updated" | "left unchanged" | "closed" | "nothing to close";
  readonly url?: string;
}

export type Wait = (milliseconds: number) => Promise<void>;

/**
 * Shows the report in the oldest entry with the marker, or in a new one.
 *
 * @throws ForgeError when the forge does not let us
 */
export async function publish(board: Board, marker: string, report: string, wait: Wait): Promise<Outcome> {
  const body = reportBody(report, marker, board.bodyLimit);
  for (const entry of await marked(board, marker)) {
    if (isSameBody(entry.body, body)) return { action: "left unchanged", url: entry.url };
    try {
      return { action: "updated", url: (await board.update(entry, body)).url };
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
    }
  }
  return { action: "created", url: (await createOnce(board, marker, body, wait)).url };
}

/**
 * Closes every open entry with the marker.
 *
 * @throws ForgeError when the forge does not let us
 */
export async function close(board: ClosableBoard, marker: string): Promise<Outcome> {
  const entries = await marked(board, marker);
  for (const entry of entries) await board.close(entry);
  return entries[0] ? { action: "closed", url: entries[0].url } : { action: "nothing to close" };
}

// Only the start counts: anyone may quote the marker further down.
async function marked(board: Board, marker: string): Promise<Entry[]> {
  return (await board.own()).filter((entry) => entry.body.startsWith(marker));
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof ForgeError && [403, 404, 410].includes(error.status ?? 0);
}

// A POST whose answer got lost may have worked: look before trying again.
async function createOnce(board: Board, marker: string, body: string, wait: Wait): Promise<Entry> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await board.create(body);
    } catch (error) {
      if (!(error instanceof ForgeError) || !error.uncertain || attempt === ATTEMPTS) throw error;
      await wait(backoff(attempt, Math.random()));
      const arrived = (await marked(board, marker)).find((entry) => isSameBody(entry.body, body));
      if (arrived) return arrived;
    }
  }
}
