import type { Mistake } from "../lib/rules/mistake";
import { PLACES, type Place } from "../lib/rules/places";
import type { EnvironmentDraft } from "./environment-mistakes";

/** Environments that would write to one another's files or state. */
export function sharedPlaceMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  return PLACES.flatMap((place) => collisions(environments, place));
}

/** Environments whose names are taken: the framework keeps stacks as properties of an object. */
export function reservedNameMistakes(names: readonly string[]): Mistake[] {
  const reserved = names.filter((name) => name in {});
  return reserved.map((name) => ({
    path: ["environments", name],
    message: "is the name of a property that every JavaScript object has: rename it",
  }));
}

function collisions(environments: Readonly<Record<string, EnvironmentDraft>>, place: Place): Mistake[] {
  const firstAt = new Map<string, string>();
  return Object.entries(environments).flatMap(([name, { backend }]) => {
    const key = place.of(name, backend);
    const first = key === undefined ? undefined : firstAt.get(key);
    if (key !== undefined && first === undefined) firstAt.set(key, name);
    return first === undefined ? [] : [{ path: ["environments", name], message: place.message(first) }];
  });
}
