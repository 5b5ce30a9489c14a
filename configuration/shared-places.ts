import type { Mistake } from "../lib/rules/mistake";
import { NEEDS_SERVER, Places } from "../lib/rules/places";
import { overlaps } from "../lib/rules/same-server";
import type { EnvironmentDraft } from "./environment-mistakes";
import { at, type Sourced } from "./sourced";

/** Environments that would write to one another's files or state. */
export function sharedPlaceMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  const places = new Places();
  return Object.entries(environments).flatMap(([name, environment]) =>
    places.claim(name, environment).map((message) => ({ path: ["environments", name], message })),
  );
}

/** Environments among several that do not say which server is theirs. */
export function missingServerMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  const all = Object.entries(environments);
  if (all.length === 1) return [];
  return all
    .filter(([, environment]) => !("server" in environment))
    .map(([name]) => ({ path: ["environments", name], message: NEEDS_SERVER }));
}

/** Environments that got another one's server with what they extend, and would set up there what that one does. */
export function inheritedServerMistakes(
  environments: Readonly<Record<string, EnvironmentDraft>>,
  root: Sourced,
): Mistake[] {
  return Object.entries(environments).flatMap(([name, environment]) => {
    const [kind, owner] = at(root, ["environments", name, "server"])?.place.path ?? [];
    const other = kind === "environments" && owner !== name ? environments[String(owner)] : undefined;
    const both = other ? overlaps(other, environment) : [];
    if (both.length === 0) return [];
    const message = `takes its server from "${owner}" and sets up ${both.join(" and ")} as that does: give it a server of its own`;
    return [{ path: ["environments", name], message }];
  });
}

/** Environments whose names are taken: the framework keeps stacks as properties of an object. */
export function reservedNameMistakes(names: readonly string[]): Mistake[] {
  const reserved = names.filter((name) => name in {});
  return reserved.map((name) => ({
    path: ["environments", name],
    message: "is the name of a property that every JavaScript object has: rename it",
  }));
}
