import { closeSync, openSync, readSync } from "node:fs";

const MOST_MEGABYTES = 1;
const MOST_BYTES = MOST_MEGABYTES * 1_000_000;

/** A file of the configuration that is too long to be one. */
export class TooLongError extends Error {
  constructor() {
    super(
      `has more than ${MOST_MEGABYTES} MB, as much as is read: give environments files of their own in the folder environments`,
    );
  }
}

/**
 * The text of a file of the configuration, which is read no further than it may be long.
 *
 * @throws TooLongError, the system's error where it cannot be read
 */
export function readText(file: string): string {
  const opened = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(opened, bytes, length, bytes.length - length, null);
    }
    if (length > MOST_BYTES) throw new TooLongError();
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(opened);
  }
}
