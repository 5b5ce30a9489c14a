import { looksLikeCredential, quoted } from "./credential-shapes";
import type { Problem } from "./problem";

export type Path = readonly (string | number)[];

/** Where something stands in the file: a mapping's entry at its key, a list's item at its beginning. */
export interface Place {
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

export function problemAt(place: Place, message: string): Problem {
  return { line: place.line, column: place.column, path: pathText(place.path), message };
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => text + stepText(step, text === ""), "");
}

function stepText(step: string | number, isFirst: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  if (looksLikeCredential(step)) return "[***]";
  if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return isFirst ? step : `.${step}`;
}

/** A value as messages name it: scalars as they are, shortened; of lists and mappings only what they are. */
export function named(sourced: Sourced): string {
  switch (sourced.kind) {
    case "scalar":
      return namedScalar(sourced.value);
    case "list":
      return sourced.items.length === 0 ? "an empty list" : "a list";
    case "mapping":
      return sourced.entries.size === 0 ? "an empty mapping" : "a mapping";
  }
}

const LONGEST_VALUE = 80;

function namedScalar(value: unknown): string {
  if (value === null) return "nothing";
  if (typeof value !== "string") return String(value);
  return quoted(value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value);
}
