import { inStackForm } from "../../configuration/props";
import { agentStack } from "../../lib/rules/agent-stack";
import { credentialMistakes } from "../../lib/rules/credentials";
import { singleMistakes } from "../../lib/rules/settings-mistakes";
import { valueAt } from "../../lib/rules/value";
import type { Setting, Step } from "./settings";
import { tree } from "./snippet";

/** Why a configuration does not take these settings, undefined where it does. */
export function refusalOf(settings: readonly Setting[]): string | undefined {
  const environment = tree(settings.filter(({ value }) => value !== undefined));
  const policies = settings.flatMap(({ path }) => path.flatMap(policyIn));
  const props = inStackForm({
    ...environment,
    policies: Object.fromEntries(policies.map((id) => [id, id])),
  });
  const mistakes = [
    ...credentialMistakes(props, agentStack.schema),
    ...singleMistakes(props, agentStack.schema),
  ];
  // What is missing in a part of a configuration may be there in the whole.
  return mistakes.find(({ path }) => valueAt(props, path) !== undefined)?.message;
}

const policyIn = (step: Step) => (typeof step === "object" ? (step.policy ?? []) : []);
