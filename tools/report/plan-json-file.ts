import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { PlanMode } from "../terraform/arguments";
import { environmentFromPlan } from "./environment";
import type { Result } from "./model";

/** Reports on a plan that somebody else made, from a file or, for `-`, from standard input. */
export function reportPlanJson(file: string, names: readonly string[], mode: PlanMode): Result {
  if (names.length > 1) {
    throw new Error(
      `--plan-json holds one environment's plan, ${names.length} environments are named: name one or none`,
    );
  }
  const name = names[0] ?? (file === "-" ? "plan" : basename(file).replace(/\.json$/, ""));
  const environment = environmentFromPlan(name, read(file), mode);
  return { environments: [environment], versions: [`plan from ${file === "-" ? "standard input" : file}`] };
}

/** A plan of thousands of resources; more would not fit into the memory that Node.js has. */
const MOST_MEGABYTES = 32;
const PIECE_BYTES = 65_536;

function read(file: string): string {
  const opened = file === "-" ? 0 : open(file);
  try {
    return decode(bytesOf(opened, file));
  } finally {
    if (opened !== 0) closeSync(opened);
  }
}

function open(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

function bytesOf(opened: number, file: string): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const piece = Buffer.alloc(PIECE_BYTES);
    const read = readPiece(opened, piece, file);
    if (read === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, read));
    length += read;
    if (length > MOST_MEGABYTES * 1_000_000) {
      throw new Error(
        `--plan-json ${file} has more than ${MOST_MEGABYTES} MB, as much as is read: give the plan of one environment`,
      );
    }
  }
}

function readPiece(opened: number, piece: Buffer, file: string): number {
  try {
    return readSync(opened, piece);
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

const unreadable = (file: string, why: string) => new Error(`--plan-json ${file} cannot be read: ${why}`);

/** Text in UTF-8 or, as PowerShell writes what is redirected to a file, in UTF-16, without its byte order mark. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
