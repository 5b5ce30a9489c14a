import type { Mistake } from "../lib/rules/mistake";
import { NEEDS_SERVER, Places } from "../lib/rules/places";
import type { EnvironmentDraft } from "./environment-mistakes";

/** Environments that would write to one another's files or state. */
export function sharedPlaceMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  const places = new Places();
  return Object.entries(environments).flatMap(([name, environment]) =>
    places.claim(name, environment).map((message) => ({ path: ["environments", name], message })),
  );
}

/** Environments that do not say which server is theirs, beside others that do. */
export function missingServerMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  const all = Object.entries(environments);
  if (!all.some(([, environment]) => "server" in environment)) return [];
  return all
    .filter(([, environment]) => !("server" in environment))
    .map(([name]) => ({ path: ["environments", name], message: NEEDS_SERVER }));
}

/** Environments whose names are taken: the framework keeps stacks as properties of an object. */
export function reservedNameMistakes(names: readonly string[]): Mistake[] {
  const reserved = names.filter((name) => name in {});
  return reserved.map((name) => ({
    path: ["environments", name],
    message: "is the name of a property that every JavaScript object has: rename it",
  }));
}
