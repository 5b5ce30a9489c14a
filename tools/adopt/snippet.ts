import { stringify } from "yaml";
import type { Setting, Step } from "./settings";

type Container = Record<string, unknown> | Record<string, unknown>[];

/** The settings as a part of agent-stack.yaml; entries of lists have only what tells them apart and what is set. */
export function snippet(root: readonly string[], settings: readonly Setting[]): string {
  const below = settings.map(({ path, value }) => ({ path: [...root, ...path], value }));
  return stringify(tree(below), { lineWidth: 0 });
}

/** The settings as the mapping that they are in. */
export function tree(settings: readonly Setting[]): Readonly<Record<string, unknown>> {
  const root = {};
  for (const { path, value } of settings) put(root, path, value);
  return root;
}

function put(container: Container, [step, ...rest]: readonly Step[], value: unknown): void {
  if (step === undefined) return;
  if (typeof step !== "string") {
    put(entryOf(container as Record<string, unknown>[], step), rest, value);
    return;
  }
  const mapping = container as Record<string, unknown>;
  if (rest.length === 0) mapping[step] = value;
  else {
    mapping[step] ??= typeof rest[0] === "string" ? {} : [];
    put(mapping[step] as Container, rest, value);
  }
}

function entryOf(list: Record<string, unknown>[], identity: Readonly<Record<string, string>>) {
  const known = list.find((entry) => Object.entries(identity).every(([key, value]) => entry[key] === value));
  if (known) return known;
  const entry = { ...identity };
  list.push(entry);
  return entry;
}

/** A path as people read it: `deviceAccessGroups[Laptops].access[staff].order`. */
export function pathText(path: readonly Step[]): string {
  return path
    .map((step) => (typeof step === "string" ? `.${step}` : `[${Object.values(step).join()}]`))
    .join("")
    .slice(1);
}
