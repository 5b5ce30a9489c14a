import { quoted } from "../lib/rules/credential-shapes";
import type { Mistake } from "../lib/rules/mistake";
import { inWords, suggestion } from "../lib/rules/suggestion";
import { isNothing, type Sourced, type SourcedMapping } from "./sourced";

export interface Inherited {
  readonly root: Sourced;
  readonly mistakes: readonly Mistake[];
}

/** Completes each environment by what it takes from the environment that it extends. */
export function inherit(root: Sourced): Inherited {
  const environments = root.kind === "mapping" ? root.entries.get("environments") : undefined;
  if (root.kind !== "mapping" || environments?.kind !== "mapping") return { root, mistakes: [] };
  const family = new Family(environments);
  const entries = new Map([...environments.entries.keys()].map((name) => [name, family.completed(name, [])]));
  const completed: SourcedMapping = { ...environments, entries };
  return {
    root: { ...root, entries: new Map([...root.entries, ["environments", completed]]) },
    mistakes: family.mistakes,
  };
}

class Family {
  readonly mistakes: Mistake[] = [];
  private readonly done = new Map<string, Sourced>();

  constructor(private readonly environments: SourcedMapping) {}

  completed(name: string, heirs: readonly string[]): Sourced {
    const own = this.environments.entries.get(name) as Sourced;
    const known = this.done.get(name);
    if (known) return known;
    const parent = this.parentOf(name, own, [...heirs, name]);
    const completed = parent === undefined ? own : merged(this.completed(parent, [...heirs, name]), own, []);
    this.done.set(name, completed);
    return completed;
  }

  private parentOf(name: string, own: Sourced, line: readonly string[]): string | undefined {
    const given = own.kind === "mapping" ? own.entries.get("extends") : undefined;
    if (given?.kind !== "scalar" || typeof given.value !== "string") return undefined;
    const parent = given.value;
    const message = this.parentMistake(parent, line);
    if (message === undefined) return parent;
    this.mistakes.push({ path: ["environments", name, "extends"], message });
    return undefined;
  }

  private parentMistake(parent: string, line: readonly string[]): string | undefined {
    if (line.includes(parent)) {
      const circle = [...line.slice(line.indexOf(parent)), parent].map(quoted);
      return `${circle.join(" extends ")}: an environment cannot extend itself`;
    }
    const others = [...this.environments.entries.keys()].filter((name) => name !== line.at(-1));
    if (others.includes(parent)) return undefined;
    const expected = others.length === 0 ? "and there is none" : `one of ${inWords(others)}`;
    return `got ${quoted(parent)}, expected another environment, ${expected}${suggestion(parent, others)}`;
  }
}

type Keys = ReadonlyMap<string, Sourced>;

/** Mappings in which some keys exclude others: what an heir gives there then replaces the parent's. */
const REPLACED: Readonly<Record<string, (parent: Keys, heir: Keys) => boolean>> = {
  backend: (parent, heir) => ![...heir.keys()].some((kind) => parent.has(kind)),
  deviceCodeFlow: (parent, heir) => parent.has("existing") !== heir.has("existing"),
};

/** What is true of one server only, or contradicts what the heir gives. */
const NOT_INHERITED: Readonly<Record<string, (heir: Keys) => readonly string[]>> = {
  "": () => ["adopt"],
  "backend.http": (heir) => {
    const addresses = ["lockAddress", "unlockAddress"];
    if (addresses.some((address) => heir.has(address))) return ["lock"];
    return isFalse(heir.get("lock")) ? addresses : [];
  },
};

const isFalse = (given: Sourced | undefined) => given?.kind === "scalar" && given.value === false;

function merged(parent: Sourced, heir: Sourced, path: readonly string[]): Sourced {
  if (parent.kind !== "mapping") return heir;
  // `cli:` with nothing below says nothing about the CLI.
  if (isNothing(heir)) return { ...parent, place: heir.place };
  if (heir.kind !== "mapping" || heir.entries.size === 0) return heir.kind === "mapping" ? parent : heir;
  if (REPLACED[path.join(".")]?.(parent.entries, heir.entries)) return heir;
  const entries = new Map(parent.entries);
  for (const key of NOT_INHERITED[path.join(".")]?.(heir.entries) ?? []) entries.delete(key);
  for (const [key, value] of heir.entries) {
    const inherited = entries.get(key);
    entries.set(key, inherited ? merged(inherited, value, [...path, key]) : value);
  }
  return { ...heir, entries };
}
