import { isAbsolute, normalize } from "node:path";
import { fileOf, fingerprint, type Parts } from "./owned-parts";

/** Where a repository of one's own remembers what agent-stack wrote. */
export const RECORD_FILE = ".agent-stack.json";

/** What agent-stack wrote into a repository of one's own. */
export interface Record {
  /** Version of agent-stack that wrote last. */
  readonly version: string;
  /** A key of FORGES, or none. */
  readonly forge: string;
  /** The fingerprints of the parts that it owns, by their keys. */
  readonly written: ReadonlyMap<string, string>;
}

export const fingerprintsOf = (parts: Parts): ReadonlyMap<string, string> =>
  new Map([...parts].map(([key, text]) => [key, fingerprint(text)]));

export function recordText({ version, forge, written }: Record): string {
  const sorted = Object.fromEntries([...written].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version, forge, written: sorted }, undefined, 2)}\n`;
}

/** @throws Error when it is not what agent-stack writes */
export function parseRecord(text: string): Record {
  const malformed = (what: string) =>
    new Error(
      `${RECORD_FILE} ${what}, and so is not as agent-stack wrote it: take it from an earlier commit`,
    );
  let found: Partial<{ version: unknown; forge: unknown; written: unknown }>;
  try {
    found = JSON.parse(text) ?? {};
  } catch {
    throw malformed("is no JSON");
  }
  const { version, forge, written } = found;
  if (typeof version !== "string" || typeof forge !== "string") throw malformed("lacks version or forge");
  if (typeof written !== "object" || written === null) throw malformed("lacks what was written");
  const entries = Object.entries(written);
  if (!entries.every(([, hash]) => typeof hash === "string"))
    throw malformed("has a fingerprint that is none");
  // What is written no more is removed by these names.
  const outside = entries.find(
    ([key]) => isAbsolute(fileOf(key)) || /^\.\.([\\/]|$)/.test(normalize(fileOf(key))),
  );
  if (outside) throw malformed(`names ${JSON.stringify(fileOf(outside[0]))}, which is not in this folder`);
  return { version, forge, written: new Map(entries) };
}
