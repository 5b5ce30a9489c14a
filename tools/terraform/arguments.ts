import { resolve } from "node:path";

export type PlanMode = "plan" | "drift";

/** How long a run waits while somebody else holds the state's lock, where TF_CLI_ARGS says nothing else. */
const LOCK_TIMEOUT = "60s";

/** The option that makes terraform wait for the lock, unless the environment says how long. */
export function lockTimeout(command: "plan" | "apply", env: NodeJS.ProcessEnv): string[] {
  const given = `${env.TF_CLI_ARGS ?? ""} ${env[`TF_CLI_ARGS_${command}`] ?? ""}`;
  return /(^|\s)--?lock-timeout\b/.test(given) ? [] : [`-lock-timeout=${LOCK_TIMEOUT}`];
}

export const INIT_ARGUMENTS = ["init", "-input=false", "-no-color"] as const;

/** What is said here wins over TF_CLI_ARGS, which terraform puts before it. */
export function planArguments(mode: PlanMode, planFile: string, env: NodeJS.ProcessEnv): string[] {
  return [
    "plan",
    "-json",
    "-input=false",
    ...lockTimeout("plan", env),
    "-refresh=true",
    `-refresh-only=${mode === "drift"}`,
    "-destroy=false",
    "-detailed-exitcode=false",
    `-out=${planFile}`,
  ];
}

export function showArguments(planFile: string): string[] {
  return ["show", "-json", planFile];
}

/** The environment in which terraform runs: no questions, no colours, and its log where somebody in the folder `cwd` means it. */
export function terraformEnvironment(env: NodeJS.ProcessEnv, cwd: string): NodeJS.ProcessEnv {
  const log = env.TF_LOG_PATH && { TF_LOG_PATH: resolve(cwd, env.TF_LOG_PATH) };
  return { ...env, ...log, TF_IN_AUTOMATION: "1", TF_INPUT: "0", NO_COLOR: "1" };
}
