import { quoted } from "../lib/rules/credential-shapes";
import type { Mistake } from "../lib/rules/mistake";
import { inWords, suggestion } from "../lib/rules/suggestion";
import { isNothing, type Sourced, type SourcedMapping } from "./sourced";

export interface Inherited {
  readonly root: Sourced;
  readonly mistakes: readonly Mistake[];
  /** The backends that environments had under their former names, by their names. */
  readonly formerBackends: ReadonlyMap<string, Sourced>;
}

/** Completes each environment by what it takes from the environments and templates that it extends. */
export function inherit(root: Sourced): Inherited {
  const environments = entriesAt(root, "environments");
  if (root.kind !== "mapping" || !environments) return { root, mistakes: [], formerBackends: new Map() };
  const family = new Family(environments.entries, entriesAt(root, "templates")?.entries ?? new Map());
  const complete = [...environments.entries.keys()].map(
    (name) => [name, family.completed(name, [])] as const,
  );
  const entries = new Map(complete.map(([name, environment]) => [name, withName(environment, name)]));
  const completed: SourcedMapping = { ...environments, entries };
  return {
    root: { ...root, entries: new Map([...root.entries, ["environments", completed]]) },
    mistakes: family.mistakes,
    formerBackends: new Map(complete.flatMap(([name, environment]) => formerBackend(name, environment))),
  };
}

function formerBackend(name: string, environment: Sourced): [string, Sourced][] {
  const former = environment.kind === "mapping" ? environment.entries.get("renamedFrom") : undefined;
  const backend = environment.kind === "mapping" ? environment.entries.get("backend") : undefined;
  if (!backend || former?.kind !== "scalar" || typeof former.value !== "string") return [];
  return [[name, filled(backend, former.value)]];
}

function entriesAt(root: Sourced, key: string): SourcedMapping | undefined {
  const found = root.kind === "mapping" ? root.entries.get(key) : undefined;
  return found?.kind === "mapping" ? found : undefined;
}

/** What `{environment}` stands for in the settings of a backend, which several environments may share but for that. */
function withName(environment: Sourced, name: string): Sourced {
  if (environment.kind !== "mapping") return environment;
  const backend = environment.entries.get("backend");
  if (!backend) return environment;
  return { ...environment, entries: new Map([...environment.entries, ["backend", filled(backend, name)]]) };
}

function filled(sourced: Sourced, name: string): Sourced {
  if (sourced.kind === "list") return sourced;
  if (sourced.kind === "mapping") {
    const entries = [...sourced.entries].map(([key, value]) => [key, filled(value, name)] as const);
    return { ...sourced, entries: new Map(entries) };
  }
  return typeof sourced.value === "string"
    ? { ...sourced, value: sourced.value.replaceAll("{environment}", name) }
    : sourced;
}

const LONGEST_LINE = 50;

class Family {
  readonly mistakes: Mistake[] = [];
  private readonly done = new Map<string, Sourced>();
  private readonly all: Keys;

  constructor(environments: Keys, templates: Keys) {
    this.all = new Map([...templates, ...environments]);
    for (const name of environments.keys()) {
      if (!templates.has(name)) continue;
      this.mistakes.push({
        path: ["templates", name],
        message: "has the name of an environment, so that extends could mean either: rename it",
      });
    }
  }

  completed(name: string, heirs: readonly string[]): Sourced {
    const own = this.all.get(name) as Sourced;
    const known = this.done.get(name);
    if (known) return known;
    const line = [...heirs, name];
    const parents = this.parentsOf(name, own, line).map((parent) => this.completed(parent, line));
    const [first, ...further] = [...parents, own];
    const completed = further.reduce((parent, heir) => merged(parent, heir, []), first as Sourced);
    this.done.set(name, completed);
    return completed;
  }

  private parentsOf(name: string, own: Sourced, line: readonly string[]): string[] {
    const given = own.kind === "mapping" ? own.entries.get("extends") : undefined;
    const items = given?.kind === "list" ? given.items : given ? [given] : [];
    return items.flatMap((item, index) => {
      if (item.kind !== "scalar" || typeof item.value !== "string") return [];
      const message = this.parentMistake(item.value, line);
      if (message === undefined) return [item.value];
      const path = ["environments", name, "extends", ...(given?.kind === "list" ? [index] : [])];
      this.mistakes.push({ path, message });
      return [];
    });
  }

  private parentMistake(parent: string, line: readonly string[]): string | undefined {
    if (line.includes(parent)) {
      const circle = [...line.slice(line.indexOf(parent)), parent].map(quoted);
      return `${circle.join(" extends ")}: an environment cannot extend itself`;
    }
    if (line.length > LONGEST_LINE) {
      return `is the end of ${LONGEST_LINE} environments and templates that extend one another, as many as are followed: give what is common in one template`;
    }
    const others = [...this.all.keys()].filter((name) => name !== line.at(-1));
    if (others.includes(parent)) return undefined;
    const expected = others.length === 0 ? "and there is none" : `one of ${inWords(others)}`;
    return `got ${quoted(parent)}, expected another environment or template, ${expected}${suggestion(parent, others)}`;
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
  "": () => ["adopt", "renamedFrom"],
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
