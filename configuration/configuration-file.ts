/** How the configuration's file is called, from where the commands run. */
export const configurationFile = (env: Readonly<Record<string, string | undefined>>) =>
  env.AGENT_STACK_CONFIG || "agent-stack.yaml";
