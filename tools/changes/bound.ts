import { policyBinding } from "../objects/policy-binding";
import { maskText } from "../secrets";
import { guardsOf } from "../set-up/bindings";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import type { Attributes } from "../set-up/reading";
import { setUpInPlan, withoutUnknown } from "../set-up/set-up";
import { type Subject, subjectOf } from "../set-up/subject";
import { labelsIn } from "./references";

const MOST_NAMED = 8;

/** Whom a binding names, in the words of a sentence. */
interface Bound {
  readonly whom: string;
  /** What has to hold of somebody. */
  readonly whether: string;
}

/** The words for the placeholders in what a change means: whom a binding names, or what bindings an object has. */
export function wordsFor(change: ResourceChange, plan: PlanJson): Readonly<Record<string, string>> {
  const { address, type, before, after, unknown } = change;
  if (type !== policyBinding.type) return { bindings: bindingsOf(change, plan) };
  const was = before ?? undefined;
  const is = after ? withoutUnknown(after, unknown) : was;
  const { whom, whether } = boundBy(address, is ?? {}, plan);
  const until = boundBy(address, was ?? is ?? {}, plan);
  return { whom, whether, whomBefore: until.whom, whetherBefore: until.whether };
}

function bindingsOf(change: ResourceChange, plan: PlanJson): string {
  const { byAddress } = setUpInPlan(plan);
  const all = guardsOf(change, plan).map(
    (address) => boundBy(address, byAddress.get(address)?.planned ?? {}, plan).whom,
  );
  return all.length === 0 ? "this plan shows none" : listed(all);
}

/** The names as a sentence has them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  const last = names.length > MOST_NAMED ? `${names.length - MOST_NAMED} more` : shown.pop();
  return [shown.join(", "), last].filter(Boolean).join(" and ");
}

function boundBy(address: string, values: Attributes, plan: PlanJson): Bound {
  return inWords(subjectOf(setUpInPlan(plan), { address, values }), labelsIn(plan));
}

function inWords(subject: Subject | undefined, names: ReadonlyMap<string, string>): Bound {
  if (!subject) {
    return { whom: "everyone whom it names", whether: "it names them" };
  }
  // A backtick would end the code in which the name is shown.
  const name = `${subject.kind} \`${maskText(subjectName(subject, names)).replaceAll("`", "'")}\``;
  switch (subject.kind) {
    case "group":
      return { whom: name, whether: `they are in ${name}` };
    case "policy":
      return { whom: `everyone who passes ${name}`, whether: `${name} lets them pass` };
    default:
      return { whom: name, whether: `they are ${name}` };
  }
}

/** What people call whom or what a binding names, or its id where that is all that is known. */
export function subjectName({ object, id }: Subject, names: ReadonlyMap<string, string>): string {
  return (object && names.get(object.address)) ?? id ?? object?.address ?? "";
}
