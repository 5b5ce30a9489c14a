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
  type YAMLSeq,
} from "yaml";
import type { Setting, Step } from "./settings";
import { pathText } from "./snippet";
import { valueAt, type WrittenEnvironment } from "./written-environment";

/**
 * The text of an environment's file with the settings written into it, comments kept.
 *
 * @throws Error where a setting cannot be written: in a list that the environment inherits, in what an alias shares
 */
export function withSettings(environment: WrittenEnvironment, settings: readonly Setting[]): string {
  const { name, text, root } = environment;
  const document = parseDocument(text, { keepSourceTokens: true });
  const [mistake] = document.errors;
  if (mistake) throw new Error(mistake.message);
  keepCommentsInTheLineOfKeys(document);
  const refused: string[] = [];
  for (const { path, value } of settings) {
    const check = (node: unknown) => refuseShared(document, node, name, path);
    const last = path.at(-1);
    const key = typeof last === "string" ? last : undefined;
    const mapping = mappingAt(
      document,
      [...root, ...(key === undefined ? path : path.slice(0, -1))],
      check,
      (at) => isInherited(environment, at.slice(root.length)),
    );
    if (!mapping || (key !== undefined && value === undefined && !mapping.has(key))) {
      const remedy =
        value === undefined
          ? "take it out by hand"
          : `write ${key === undefined ? "it" : JSON.stringify(value)} there by hand`;
      refused.push(
        `environment "${name}" has no ${pathText(path)} of its own that could be changed: ${remedy}`,
      );
      continue;
    }
    if (key === undefined) continue;
    const known = mapping.get(key, true);
    check(known);
    if (value === undefined) mapping.delete(key);
    else if (isScalar(known) && typeof value !== "object") known.value = value;
    else mapping.set(key, document.createNode(value));
  }
  if (refused.length > 0) throw new Error(refused.join("\n"));
  const written = document.toString({ lineWidth: 0 }).replaceAll(AFTER_KEY, " #");
  return text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
}

/** Whether the environment takes a list over from another, which one of its own would replace. */
function isInherited({ family }: WrittenEnvironment, path: readonly Step[]): boolean {
  const lists = family.slice(1).map((settings) => valueAt(settings, path));
  return lists.some((list) => Array.isArray(list) && list.length > 0);
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

/** The mapping at a path, made where there is none; undefined in lists that are inherited. */
function mappingAt(
  document: Document,
  path: readonly Step[],
  check: (node: unknown) => void,
  isInherited: (path: readonly Step[]) => boolean,
): YAMLMap | undefined {
  let node: unknown = document.contents;
  if (node === null || (isScalar(node) && node.value === null)) {
    document.contents = node = document.createNode({});
  }
  path.forEach((step, index) => {
    node = typeof step === "string" ? childOf(node, step, index) : entryOf(document, node, step);
    check(node);
  });
  return isMap(node) ? inBlock(node) : undefined;

  function childOf(parent: unknown, key: string, index: number): unknown {
    if (!isMap(parent)) return undefined;
    const child = inBlock(parent).get(key, true);
    const nothing = isScalar(child) && child.value === null ? child : undefined;
    if (child !== undefined && !nothing) return child;
    const isList = typeof path[index + 1] === "object";
    if (isList && isInherited(path.slice(0, index + 1))) return undefined;
    check(nothing);
    const made = document.createNode(isList ? [] : {});
    parent.set(key, made);
    if (nothing) takeTheLineOf(nothing, made, parent, key);
    return made;
  }
}

/** What stands in the line of a key without a value stays there; what follows belongs to the next key. */
function takeTheLineOf(nothing: Scalar, made: YAMLMap | YAMLSeq, parent: YAMLMap, key: string): void {
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

/** The entry of a list, made where there is none. */
function entryOf(document: Document, list: unknown, identity: Readonly<Record<string, string>>): unknown {
  if (!isSeq(list)) return undefined;
  const known = list.items.find(
    (item) => isMap(item) && Object.entries(identity).every(([key, value]) => item.get(key) === value),
  );
  if (known) return known;
  const made = document.createNode(identity);
  // Empty brackets are no form that was chosen for entries.
  if (list.items.length === 0) list.flow = false;
  list.add(made);
  return made;
}

/** Braces around more than a few settings are hard to read. */
function inBlock(mapping: YAMLMap): YAMLMap {
  mapping.flow = false;
  return mapping;
}
