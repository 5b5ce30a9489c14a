import { dirname } from "node:path";
import { App } from "cdktf";
import {
  ConfigurationError,
  ProviderLockError,
  placeProviderLocks,
  readConfiguration,
} from "./configuration";
import { AgentStack } from "./lib/agent-stack";

const file = process.env.AGENT_STACK_CONFIG || "agent-stack.yaml";

try {
  const { environments } = readConfiguration(file);
  const app = new App();
  for (const { name, props } of environments) new AgentStack(app, name, props);
  app.synth();
  if (!process.env.AGENT_STACK_UNLOCKED) placeProviderLocks(app.outdir, dirname(file));
} catch (error) {
  console.error(explained(error as NodeJS.ErrnoException));
  process.exitCode = 1;
}

function explained(error: NodeJS.ErrnoException): string | undefined {
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
