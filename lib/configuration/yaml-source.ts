import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLError, type YAMLMap } from "yaml";
import { type Problem } from "./problem";
import { type Path, type Place, problemAt, type Sourced, type SourcedMapping } from "./sourced";

/** What the file says, and what is wrong with it as YAML. */
export interface YamlSource {
  /** Undefined where the file is too broken to be read any further. */
  readonly root: Sourced | undefined;
  readonly problems: readonly Problem[];
}

export function readYaml(text: string): YamlSource {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true, uniqueKeys: false });
}
