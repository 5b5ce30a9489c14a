import { RootConstruct } from "constructs";
import { adoptable, adoptionMistakes } from "../lib/adoption";
import { AgentStack, type AgentStackProps } from "../lib/agent-stack";
import type { Mistake } from "../lib/rules/mistake";

/** What an environment adopts at addresses that its stack does not have; only a stack knows its addresses. */
export function adoptMistakes(name: string, { adopt, backend, ...props }: AgentStackProps): Mistake[] {
  if (adopt === undefined) return [];
  const stack = new AgentStack(new RootConstruct(), name, props);
  return adoptionMistakes(adopt, [...adoptable(stack).keys()]).map(({ path, message }) => ({
    path: ["environments", name, ...path],
    message,
  }));
}
