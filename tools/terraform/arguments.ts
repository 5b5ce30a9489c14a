export type PlanMode = "plan" | "drift";

/** How long a plan waits while somebody else holds the state's lock. */
const LOCK_TIMEOUT = "60s";

export const INIT_ARGUMENTS = ["init", "-input=false", "-no-color"] as const;

export function planArguments(mode: PlanMode, planFile: string): string[] {
  return [
    "plan",
    "-json",
    "-input=false",
    `-lock-timeout=${LOCK_TIMEOUT}`,
    `-out=${planFile}`,
    ...(mode === "drift" ? ["-refresh-only"] : []),
  ];
}

export function showArguments(planFile: string): string[] {
  return ["show", "-json", planFile];
}

/** The environment in which terraform runs: no questions, no colours. */
export function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", NO_COLOR: "1" };
}
