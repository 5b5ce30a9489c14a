import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Recording {
  readonly method: string;
  /** Below `/api/v3`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

const FOLDER = join(__dirname, "..", "..", "..", "standin", "recordings");

/** What a real authentik answered, in order. */
export function recordingsOf(name: string): Recording[] {
  return readFileSync(join(FOLDER, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map((each) => {
      const { pathname, searchParams } = new URL(each.path, "http://recorded");
      return { ...each, path: pathname.replace(/^\/api\/v3/, ""), query: Object.fromEntries(searchParams) };
    });
}

export type Answer = Readonly<Record<string, unknown>>;

export const RECORDINGS = [
  "authentik-recordings",
  "authentik-api-recordings",
  "authentik-uniqueness-recordings",
  "authentik-deletion-recordings",
].flatMap(recordingsOf);

const answered = new Map<string, readonly Answer[]>();

/** The objects that a real authentik gave for a collection. */
export function answersOf(path: string): readonly Answer[] {
  const known = answered.get(path) ?? answersIn(path);
  answered.set(path, known);
  return known;
}

function answersIn(path: string): Answer[] {
  return RECORDINGS.flatMap(({ path: asked, status, response }) => {
    const isObject =
      asked === path || (asked.startsWith(path) && asked.split("/").length === path.split("/").length + 1);
    if (!isObject || status >= 300 || response === null || typeof response !== "object") return [];
    return "results" in response ? (response.results as Answer[]) : [response as Answer];
  });
}
