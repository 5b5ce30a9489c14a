import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import type { Setting, Step } from "./settings";
import { pathText } from "./snippet";

/**
 * The text of an agent-stack.yaml with the settings written into an environment, comments kept.
 *
 * @throws Error where a setting cannot be written: in a list that the environment inherits, through an alias
 */
export function withSettings(text: string, environment: string, settings: readonly Setting[]): string {
  const document = parseDocument(text);
  const [mistake] = document.errors;
  if (mistake) throw new Error(mistake.message);
  for (const { path, value } of settings) {
    const mapping = mappingAt(document, ["environments", environment, ...path.slice(0, -1)]);
    const name = String(path.at(-1));
    if (!mapping || (value === undefined && !mapping.has(name))) {
      throw new Error(
        `environment "${environment}" has no ${pathText(path)} of its own that could be changed: write it by hand`,
      );
    }
    const known = mapping.get(name, true);
    if (value === undefined) mapping.delete(name);
    else if (isScalar(known) && typeof value !== "object") known.value = value;
    else mapping.set(name, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}

/** The mapping at a path, made where there is none; lists only have the entries that they have. */
function mappingAt(document: Document, path: readonly Step[]): YAMLMap | undefined {
  let node: unknown = document.contents;
  path.forEach((step, index) => {
    node = typeof step === "string" ? childOf(node, step, path[index + 1]) : entryOf(node, step);
  });
  return isMap(node) ? inBlock(node) : undefined;

  function childOf(parent: unknown, key: string, next: Step | undefined): unknown {
    if (!isMap(parent)) return undefined;
    const child = inBlock(parent).get(key, true);
    const isNothing = child === undefined || (isScalar(child) && child.value === null);
    if (!isNothing || typeof next === "object") return child;
    const made = document.createNode({});
    parent.set(key, made);
    return made;
  }
}

function entryOf(list: unknown, identity: Readonly<Record<string, string>>): unknown {
  if (!isSeq(list)) return undefined;
  return list.items.find(
    (item) => isMap(item) && Object.entries(identity).every(([key, value]) => item.get(key) === value),
  );
}

/** Braces around more than a few settings are hard to read. */
function inBlock(mapping: YAMLMap): YAMLMap {
  mapping.flow = false;
  return mapping;
}
