import { agentStack, type StackDraft } from "../lib/rules/agent-stack";
import { knownName } from "../lib/rules/common";
import type { Draft } from "../lib/rules/draft";
import type { Mistake, Path } from "../lib/rules/mistake";
import { broken, type Rules, type Subject } from "../lib/rules/rule";
import { inStackForm } from "./props";
import type { BindingSettings, EnvironmentSettings } from "./schema";

export type EnvironmentDraft = Draft<EnvironmentSettings>;

/** What settings that are right one by one get wrong together, by paths that begin at the environment. */
export function environmentMistakes(environment: EnvironmentDraft): Mistake[] {
  return [...broken(agentStack.rules, inStackForm(environment) as StackDraft), ...broken(RULES, environment)];
}

type AccessDraft = readonly (Draft<BindingSettings> | null | undefined)[] | null | undefined;

/** What only an environment can get wrong, since policies are given by their names there. */
const RULES: Rules<EnvironmentDraft> = [
  knownName("policies", ({ policies, cli, cliApplications, deviceAccessGroups }: EnvironmentDraft) => {
    const known = Object.keys(policies ?? {});
    return [
      ...policiesIn(["cli", "access"], cli?.access),
      ...(cliApplications ?? []).flatMap((application, index) =>
        policiesIn(["cliApplications", index, "access"], application?.access),
      ),
      ...(deviceAccessGroups ?? []).flatMap((group, index) =>
        policiesIn(["deviceAccessGroups", index, "access"], group?.access),
      ),
    ].map(({ path, judged }) => ({ path, judged: { name: judged, known } }));
  }),
];

function policiesIn(path: Path, access: AccessDraft): Subject<unknown>[] {
  return (access ?? []).map((binding, index) => ({
    path: [...path, index, "policy"],
    judged: binding?.policy,
  }));
}
