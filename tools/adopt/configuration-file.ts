import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type { Setting, Step } from "./settings";
import { pathText } from "./snippet";

/**
 * The text of an agent-stack.yaml with the settings written into an environment, comments kept.
 *
 * @param home - where the environment stands: nowhere deeper in a file of its own
 * @throws Error where a setting cannot be written: in a list that the environment inherits, in what an alias shares
 */
export function withSettings(
  text: string,
  environment: string,
  settings: readonly Setting[],
  home: readonly Step[] = ["environments", environment],
): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const [mistake] = document.errors;
  if (mistake) throw new Error(mistake.message);
  keepCommentsInTheLineOfKeys(document);
  if (isScalar(document.contents) && document.contents.value === null) document.contents = null;
  document.contents ??= document.createNode({}) as never;
  for (const { path, value } of settings) {
    const mapping = mappingAt(document, [...home, ...path.slice(0, -1)], (node) =>
      refuseShared(document, node, environment, path),
    );
    const name = String(path.at(-1));
    if (!mapping || (value === undefined && !mapping.has(name))) {
      throw new Error(
        `environment "${environment}" has no ${pathText(path)} of its own that could be changed: write it by hand`,
      );
    }
    const known = mapping.get(name, true);
    refuseShared(document, known, environment, path);
    if (value === undefined) mapping.delete(name);
    else if (isScalar(known) && typeof value !== "object") known.value = value;
    else mapping.set(name, document.createNode(value));
  }
  const written = document.toString({ lineWidth: 0 }).replaceAll(AFTER_KEY, " #");
  return text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
}

/** What is written below an anchor would apply wherever an alias repeats it, to other environments too. */
function refuseShared(document: Document, node: unknown, environment: string, path: readonly Step[]): void {
  const anchor = isNode(node) && "anchor" in node ? node.anchor : undefined;
  if (anchor === undefined) return;
  visit(document, {
    Alias: (_, { source }) => {
      if (source !== anchor) return;
      throw new Error(
        `${pathText(path)} of environment "${environment}" is shared through the alias *${source}: write it by hand`,
      );
    },
  });
}

/** The mapping at a path, made where there is none; lists only have the entries that they have. */
function mappingAt(
  document: Document,
  path: readonly Step[],
  check: (node: unknown) => void,
): YAMLMap | undefined {
  let node: unknown = document.contents;
  path.forEach((step, index) => {
    node = typeof step === "string" ? childOf(node, step, path[index + 1]) : entryOf(node, step);
    check(node);
  });
  return isMap(node) ? inBlock(node) : undefined;

  function childOf(parent: unknown, key: string, next: Step | undefined): unknown {
    if (!isMap(parent)) return undefined;
    const child = inBlock(parent).get(key, true);
    const nothing = isScalar(child) && child.value === null ? child : undefined;
    if ((child !== undefined && !nothing) || typeof next === "object") return child;
    check(nothing);
    const made = document.createNode({});
    parent.set(key, made);
    if (nothing) takeTheLineOf(nothing, made, parent, key);
    return made;
  }
}

/** What stands in the line of a key without a value stays there; what follows belongs to the next key. */
function takeTheLineOf(nothing: Scalar, made: YAMLMap, parent: YAMLMap, key: string): void {
  if (nothing.anchor !== undefined) made.anchor = nothing.anchor;
  if (!nothing.comment) return;
  const [first = "", ...rest] = nothing.comment.split("\n");
  made.commentBefore = MARK + first;
  if (rest.length === 0) return;
  const next =
    parent.items[parent.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key) + 1];
  if (isScalar(next?.key)) {
    next.key.commentBefore = [...rest, next.key.commentBefore ?? []].flat().join("\n");
    next.key.spaceBefore = false;
  } else made.comment = rest.join("\n");
}

/** Begins a comment that stands in the line of its key, where the library writes none before a mapping. */
const MARK = "\ue000";
const AFTER_KEY = new RegExp(`\\n[ \\t]*#${MARK}`, "g");

function keepCommentsInTheLineOfKeys(document: Document): void {
  visit(document, {
    Pair: (_, { value, srcToken }) => {
      const tokens = srcToken && "sep" in srcToken ? (srcToken.sep ?? []) : [];
      const first = tokens.find(({ type }) => type === "comment" || type === "newline");
      if (first?.type === "comment" && isNode(value) && value.commentBefore)
        value.commentBefore = MARK + value.commentBefore;
    },
  });
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
