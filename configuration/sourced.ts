import type { Path } from "../lib/rules/mistake";

/** Where something stands in the file: a mapping's entry at its key, a list's item at its beginning. */
export interface Place {
  /** Undefined for the configuration's own file. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly path: Path;
}

/** A value of the configuration that knows where it was written. */
export type Sourced = SourcedScalar | SourcedList | SourcedMapping;

export interface SourcedScalar {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: unknown;
}

export interface SourcedList {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Sourced[];
}

export interface SourcedMapping {
  readonly kind: "mapping";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Sourced>;
}

export const isNothing = (sourced: Sourced) => sourced.kind === "scalar" && sourced.value === null;

/** The value without its places, made of new objects and lists. */
export function plain(sourced: Sourced): unknown {
  switch (sourced.kind) {
    case "scalar":
      return sourced.value;
    case "list":
      return sourced.items.map(plain);
    case "mapping":
      return Object.fromEntries([...sourced.entries].map(([key, value]) => [key, plain(value)]));
  }
}

/** What stands at a path, or undefined where nothing does. */
export function at(sourced: Sourced, path: Path): Sourced | undefined {
  return path.reduce<Sourced | undefined>((parent, step) => child(parent, step), sourced);
}

function child(parent: Sourced | undefined, step: string | number): Sourced | undefined {
  if (parent?.kind === "mapping") return parent.entries.get(String(step));
  return parent?.kind === "list" ? parent.items[Number(step)] : undefined;
}
