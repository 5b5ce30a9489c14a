import { dirname } from "node:path";
import { App } from "cdktf";
import { AgentStack } from "../lib/agent-stack";
import { ConfigurationError } from "./configuration-error";
import { configurationFile } from "./configuration-file";
import { ProviderLockError, placeProviderLocks } from "./place-provider-locks";
import { readConfiguration } from "./read-configuration";

/**
 * The whole app: one stack for each environment of agent-stack.yaml, or of the file that AGENT_STACK_CONFIG names.
 *
 * What is wrong it prints, and the process ends with 1.
 */
export function synthesise(): void {
  const file = configurationFile(process.env);
  try {
    const { environments } = readConfiguration(file);
    const app = new App();
    for (const { name, props } of environments) new AgentStack(app, name, props);
    app.synth();
    if (!process.env.AGENT_STACK_UNLOCKED) placeProviderLocks(app.outdir, dirname(file));
  } catch (error) {
    console.error(explained(error as NodeJS.ErrnoException, file));
    process.exitCode = 1;
  }
}

function explained(error: NodeJS.ErrnoException, file: string): string | undefined {
  if (error.path === file || error.syscall === "read") {
    return `cannot read ${file} in ${process.cwd()} (${error.code}): write it, "environments: {production: {}}" is enough, or name another file in AGENT_STACK_CONFIG`;
  }
  if (error.syscall === "mkdir" || error.syscall === "open") {
    return `cannot write ${error.path} (${error.code}): make its directory writable, or choose another with cdktf's --output`;
  }
  const isMistakeOfTheUser =
    error instanceof ConfigurationError ||
    error instanceof ProviderLockError ||
    error.message.startsWith("Validation failed with the following errors");
  return isMistakeOfTheUser ? error.message : error.stack;
}
