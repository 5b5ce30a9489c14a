import { App, type TerraformStack } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../lib";
import { Synthesised } from "./synthesised";

/** The messages of the validations that fail, in order. */
export function refusals(build: () => unknown): string[] {
  try {
    build();
    return [];
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("Validation failed with the following errors:\n")) throw error;
    return message.split("\n").flatMap((line) => /^ {2}(\[.*)/.exec(line)?.[1] ?? []);
  }
}

/** What synthesis refuses of an AgentStack called "production". */
export const refusalsOf = (props: AgentStackProps) =>
  refusals(() => new Synthesised(new AgentStack(new App(), "production", props)));

/** What synthesis refuses of an app's stacks. */
export const refusalsOfApp = (...stacks: readonly TerraformStack[]) =>
  stacks.flatMap((stack) => refusals(() => new Synthesised(stack)));
