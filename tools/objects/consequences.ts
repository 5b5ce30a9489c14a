import type { Severity } from "../severity";
import { MANAGED, OF_CLI_APPLICATIONS } from ".";
import { ANY_OBJECT } from "./any-object";
import type { ManagedType, Meanings } from "./object-type";
import { either, type Predicate } from "./predicates";

/** What a change means for people and devices. */
export interface Consequence {
  /** Stable code of the row in objects/. */
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
  /** The documentation's heading about it. */
  readonly docs: string;
  /** How it is told of several objects at once. @default - only in the same words */
  readonly several?: Several;
}

/** What several changes mean, with `{whom}` for all whom they are about. */
export interface Several {
  readonly text: string;
  readonly whom: string;
}

/** What changes mean, before the names are filled in, and the changes that have it. */
export interface ConsequenceRow extends Omit<Consequence, "several"> {
  readonly several?: string;
  readonly when: Predicate;
}

/** The rows for objects of any type. */
export const GENERAL_CONSEQUENCES: readonly ConsequenceRow[] = rowsIn([["", ANY_OBJECT]]);

const ROWS = new Map([...MANAGED, ...OF_CLI_APPLICATIONS].map((type) => [type, rowsIn(meaningsOf(type))]));

/** Every change of objects of a type that matters and what it means; a change may match several rows. */
export function consequenceRows(type: ManagedType): readonly ConsequenceRow[] {
  return ROWS.get(type) ?? [];
}

function meaningsOf({ attributes }: ManagedType): [attribute: string, meanings: Meanings][] {
  return Object.entries(attributes).map(([name, row]) => [name, "means" in row ? row.means : {}]);
}

/** One row for each code, which holds where it holds for any of the attributes with that code. */
function rowsIn(meanings: readonly (readonly [attribute: string, meanings: Meanings])[]): ConsequenceRow[] {
  const rows = new Map<string, ConsequenceRow>();
  for (const [attribute, meaning] of meanings) {
    for (const [code, [when, severity, text, docs]] of Object.entries(meaning)) {
      const known = rows.get(code);
      const holds = when(attribute);
      const { one, several } = typeof text === "string" ? { one: text } : text;
      rows.set(code, {
        code,
        severity,
        text: one,
        several,
        docs,
        when: known ? either(known.when, holds) : holds,
      });
    }
  }
  return [...rows.values()];
}
