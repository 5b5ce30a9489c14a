import { fileOf, fingerprint, type Parts, partsOf, unixLines, withPart } from "./owned-parts";

/** A part that was edited and that agent-stack writes otherwise now; undefined is not there. */
export interface Conflict {
  readonly key: string;
  readonly theirs: string | undefined;
  readonly ours: string | undefined;
}

/** What an upgrade makes of a repository. */
export interface Upgrade {
  /** Files that become others, by their paths; undefined is not there. */
  readonly changed: ReadonlyMap<string, { readonly before?: string; readonly after?: string }>;
  readonly conflicts: readonly Conflict[];
  /** Parts that were edited or removed and stay so. */
  readonly kept: readonly string[];
  /** The fingerprints of what agent-stack wrote, from now on. */
  readonly written: ReadonlyMap<string, string>;
}

/** How conflicts are decided: files, by their paths. */
export interface Decisions {
  /** As agent-stack writes them. */
  readonly take: readonly string[];
  /** As they are, until agent-stack writes them otherwise once more. */
  readonly keep: readonly string[];
}

type Verdict = "settled" | "write" | "kept" | "conflict";

/**
 * Compares what agent-stack writes now with what is there and with what it wrote: what nobody has edited becomes as it is written
 * now, and what somebody has edited stays.
 *
 * @param ours - What agent-stack writes now
 * @param files - Texts of the files that are there, by their paths
 * @param written - Fingerprints of what it wrote, by the parts' keys
 */
export function upgradeOf(
  ours: Parts,
  files: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string>,
  { take, keep }: Decisions,
): Upgrade {
  const theirs = partsOf(files);
  const after = new Map<string, string | undefined>();
  const conflicts: Conflict[] = [];
  const kept: string[] = [];
  const remembered = new Map<string, string>();
  for (const key of new Set([...ours.keys(), ...written.keys()])) {
    const [our, their, base] = [ours.get(key), theirs.get(key), written.get(key)];
    const file = fileOf(key);
    const said = verdictOf(our, their, base);
    const verdict = said === "settled" ? said : take.includes(file) ? "write" : said;
    const isKept = verdict === "conflict" && keep.includes(file);
    if (verdict === "write") {
      const text = after.has(file) ? after.get(file) : unixLines(files.get(file) ?? "");
      after.set(file, withPart(text, key, our));
    }
    if (verdict === "kept" || isKept) kept.push(key);
    if (verdict === "conflict" && !isKept) {
      conflicts.push({ key, theirs: their, ours: our });
      if (base !== undefined) remembered.set(key, base);
    } else if (our !== undefined) remembered.set(key, fingerprint(our));
  }
  const changed = [...after].map(([file, text]) => {
    const before = files.get(file);
    const isWindows = before?.includes("\r\n") ?? false;
    return [file, { before, after: isWindows ? text?.replaceAll("\n", "\r\n") : text }] as const;
  });
  return { changed: new Map(changed), conflicts, kept, written: remembered };
}

function verdictOf(our: string | undefined, their: string | undefined, base: string | undefined): Verdict {
  if (our === their || (our === undefined && base === undefined)) return "settled";
  if (base === undefined) return their === undefined ? "write" : "conflict";
  if (their === undefined) return "kept";
  if (fingerprint(their) === base) return "write";
  return our !== undefined && fingerprint(our) === base ? "kept" : "conflict";
}
