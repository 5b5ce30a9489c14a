import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from "yaml";
import type { Path } from "../lib/rules/mistake";
import type { PlacedMistake } from "./configuration-error";
import { mistakeAt } from "./place-mistakes";
import type { Place, Sourced } from "./sourced";

/** Where a text belongs in the configuration. */
type Origin = Pick<Place, "file" | "path">;

/** What a file says, and what is wrong with it as YAML. */
export interface YamlSource {
  /** Undefined where the file is too broken to look any further. */
  readonly root: Sourced | undefined;
  readonly mistakes: readonly PlacedMistake[];
}

export function readYaml(text: string, origin: Origin = { path: [] }): YamlSource {
  const lines = linesOf(text);
  const undecoded = text.indexOf(UNDECODED);
  if (undecoded >= 0) {
    const { line, col } = lines.linePos(undecoded);
    return { root: undefined, mistakes: [mistakeAt({ ...origin, line, column: col, path: [] }, NOT_UTF8)] };
  }
  const document = parseDocument(text, {
    prettyErrors: false,
    merge: true,
    uniqueKeys: false,
  });
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) return { root: undefined, mistakes: syntaxMistakes(errors, lines, origin) };
  const reader = new YamlReader(document, lines, origin.file);
  const root = reader.read(document.contents, reader.placeAt(0, origin.path));
  return { root: reader.isReadable ? root : undefined, mistakes: reader.mistakes };
}

/** Not left to the parser, which does not count the line breaks in some scalars. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}

/** What Node puts where bytes are not UTF-8. */
const UNDECODED = "\ufffd";
const NOT_UTF8 = "not UTF-8 here: save the file in that encoding";

const DEEPEST = 20;
const TOO_DEEP = `nested more than ${DEEPEST} levels deep`;
/** A file of 200 environments has about 20 000; aliases of aliases of aliases soon have billions. */
const MOST_VALUES = 40_000;

/** What each alias stands for. Not left to the parser, which looks through the whole document for each. */
function targetsIn(document: Document): ReadonlyMap<Alias, Node> {
  const targets = new Map<Alias, Node>();
  const anchored = new Map<string, Node>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchored.get(node.source);
      if (target) targets.set(node, target);
    } else if (isNode(node) && node.anchor) anchored.set(node.anchor, node);
  });
  return targets;
}

class YamlReader {
  readonly mistakes: PlacedMistake[] = [];
  isReadable = true;
  private values = 0;
  private readonly open = new Set<Node>();
  private readonly targets: ReadonlyMap<Alias, Node>;

  constructor(
    document: Document,
    private readonly lines: LineCounter,
    private readonly file: string | undefined,
  ) {
    this.targets = targetsIn(document);
  }

  placeAt(offset: number, path: Path): Place {
    const { line, col } = this.lines.linePos(offset);
    return { ...(this.file !== undefined && { file: this.file }), line, column: col, path };
  }

  read(node: unknown, place: Place): Sourced {
    this.values += 1;
    if (this.values > MOST_VALUES)
      return this.refuse(place, `more than ${MOST_VALUES} values, aliases included`);
    if (place.path.length > DEEPEST) return this.refuse(place, TOO_DEEP);
    if (isAlias(node)) return this.readAlias(node, place);
    if (isScalar(node)) return { kind: "scalar", place, value: node.value };
    if (isSeq(node)) return { kind: "list", place, items: this.readItems(node.items, place) };
    if (isMap(node)) return { kind: "mapping", place, entries: this.readEntries(node, place) };
    return { kind: "scalar", place, value: null };
  }

  private readAlias(alias: Alias, place: Place): Sourced {
    const target = this.targets.get(alias);
    if (!target) return this.refuse(place, `alias "${alias.source}" has no anchor before it`);
    if (this.open.has(target)) return this.refuse(place, `alias "${alias.source}" leads back to itself`);
    this.open.add(target);
    const sourced = this.read(target, place);
    this.open.delete(target);
    return sourced;
  }

  private readItems(items: readonly unknown[], { path, ...parent }: Place): Sourced[] {
    return items.map((item, index) => {
      const itemPath = [...path, index];
      const offset = (item as Node | null)?.range?.[0];
      return this.read(
        item,
        offset === undefined ? { ...parent, path: itemPath } : this.placeAt(offset, itemPath),
      );
    });
  }

  private readEntries(map: YAMLMap, mapPlace: Place): Map<string, Sourced> {
    const entries = new Map<string, Sourced>();
    const merged: Map<string, Sourced>[] = [];
    for (const pair of map.items) {
      const key = pair.key as Node;
      const offset = key.range?.[0];
      const place = (path: Path) =>
        offset === undefined ? { ...mapPlace, path } : this.placeAt(offset, path);
      if (isScalar(key) && typeof key.value === "symbol") {
        merged.push(...this.readMerged(pair.value, place(mapPlace.path)));
        continue;
      }
      const name = keyName(key);
      if (name === undefined) {
        this.mistakes.push(mistakeAt(place(mapPlace.path), "not a name for a setting, expected text"));
        continue;
      }
      const sourced = this.read(pair.value, place([...mapPlace.path, name]));
      const first = entries.get(name);
      if (first)
        this.mistakes.push(mistakeAt(sourced.place, `given twice, first in line ${first.place.line}`));
      else entries.set(name, sourced);
    }
    for (const [name, sourced] of merged.flatMap((mapping) => [...mapping])) {
      if (!entries.has(name)) entries.set(name, sourced);
    }
    return entries;
  }

  private readMerged(value: unknown, place: Place): Map<string, Sourced>[] {
    const sourced = this.read(value, place);
    const mappings = sourced.kind === "list" ? sourced.items : [sourced];
    return mappings.flatMap((mapping) => {
      if (mapping.kind === "mapping") return [new Map(mapping.entries)];
      this.mistakes.push(mistakeAt(mapping.place, 'expected an alias of a mapping after "<<"'));
      return [];
    });
  }

  private refuse(place: Place, message: string): Sourced {
    if (this.isReadable) this.mistakes.push(mistakeAt(place, message));
    this.isReadable = false;
    return { kind: "scalar", place, value: null };
  }
}

function keyName(key: unknown): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
  // Objects cannot hold this one as a plain key.
  return name === "__proto__" ? undefined : name;
}

function syntaxMistakes(
  errors: readonly YAMLParseError[],
  lines: LineCounter,
  origin: Origin,
): PlacedMistake[] {
  const byLine = new Map<number, PlacedMistake>();
  for (const error of errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    // What follows in the same line is mostly the parser's confusion about the first mistake.
    if (!byLine.has(line))
      byLine.set(line, mistakeAt({ ...origin, line, column: col, path: [] }, syntaxMessage(error)));
  }
  return [...byLine.values()];
}

function syntaxMessage({ code, message }: YAMLParseError): string {
  if (code === "TAB_AS_INDENT") return "a tab indents this line, expected spaces";
  if (code === "RESOURCE_EXHAUSTION") return TOO_DEEP;
  if (code === "KEY_OVER_1024_CHARS") return "a key is longer than 1024 characters";
  if (code === "MULTIPLE_DOCS") return "a second document starts here, expected one document";
  // Some messages quote the file after a colon, and that may be a secret.
  const [sentence = ""] = message.split(": ");
  return `not YAML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
