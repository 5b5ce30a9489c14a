import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One recorded call to a real authentik and its answer. */
export interface Recording {
  /** What was sent as authorization; the API token where nothing is said. */
  readonly auth?: string;
  readonly method: string;
  readonly path: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
  /** Where a redirection leads to. */
  readonly location?: string;
}

/** Which brand a real authentik gave a host. */
export interface BrandMatch {
  /** Their domains; what is said of the default one is in brackets. */
  readonly brands: readonly string[];
  readonly host: string;
  readonly matched_domain: string;
}

interface Recordings {
  "authentik-recordings": Recording;
  "authentik-api-recordings": Recording;
  "authentik-uniqueness-recordings": Recording;
  "authentik-deletion-recordings": Recording;
  "signing-key-recordings": Recording;
  "agent-client-recordings": Recording;
  "brand-matching": BrandMatch;
}

/** The recordings of a file, in their order. */
export const recordingsOf = <Name extends keyof Recordings>(name: Name): Recordings[Name][] =>
  readFileSync(join(__dirname, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
