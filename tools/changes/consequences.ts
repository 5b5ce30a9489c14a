import { managedType } from "../objects";
import {
  type Consequence,
  type ConsequenceRow,
  consequenceRows,
  GENERAL_CONSEQUENCES,
} from "../objects/consequences";
import type { Action } from "../objects/predicates";
import { isCliApplications, isUndecided } from "../set-up/around";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import { bySeverity } from "../severity";
import { wordsFor } from "./bound";
import { seenIn } from "./surroundings";

/** What a change means for people and devices, worst first; with a doubt where nothing tells whose the object is. */
export function consequencesOf(change: ResourceChange, action: Action, plan: PlanJson): Consequence[] {
  const seen = seenIn(change, action, plan);
  const type = managedType(change.type, isCliApplications(change, plan));
  const isAnothers = type?.isAgentsOnly && !seen.around.isAgents();
  const rows = !type || seen.isLeftOver || isAnothers ? [] : consequenceRows(type);
  const doubt = isUndecided(change, plan)
    ? ", if this is the agent's, which is not known: nothing in the plan tells"
    : "";
  return [...rows, ...GENERAL_CONSEQUENCES]
    .filter(({ when }) => when(seen))
    .map((row) => told(row, change, plan, doubt))
    .sort(bySeverity);
}

function told(row: ConsequenceRow, change: ResourceChange, plan: PlanJson, doubt: string): Consequence {
  const { code, severity, docs, several } = row;
  const words = row.text.includes("{") ? wordsFor(change, plan) : {};
  const text = filled(row.text, words) + doubt;
  if (several === undefined) return { code, severity, text, docs };
  const [whom = ""] = WHOM.exec(several) ?? [];
  return {
    code,
    severity,
    text,
    docs,
    several: { text: several.replace(whom, "{whom}"), whom: filled(whom, words) },
  };
}

const WHOM = /\{whom(Before)?\}/;

function filled(sentence: string, words: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (all, name) => words[name] ?? all);
}
