#!/usr/bin/env node
import { spawn } from "node:child_process";
import { connectionOf } from "../authentik/connection";
import { stackEnvironment } from "../terraform/stack-environment";
import { serverOf } from "../terraform/synthesise";

/** Commands of terraform that ask authentik. */
const ASKING = ["plan", "apply", "destroy", "refresh", "import"];

/**
 * `agent-stack-terraform`: terraform with the token and the headers of the stack in whose folder it runs.
 *
 * It is for `cdktf deploy`, which starts what TERRAFORM_BINARY_NAME names; AGENT_STACK_TERRAFORM names the terraform it starts.
 */
function main(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const directory = process.cwd();
  const server = serverOf({ directory });
  const command = env.AGENT_STACK_TERRAFORM || "terraform";
  const stack = { name: directory.split(/[\\/]/).at(-1) ?? "", directory, server };
  if (server && ASKING.includes(args.find((each) => !each.startsWith("-")) ?? "")) connectionOf(stack, env);
  const child = spawn(command, args, {
    stdio: "inherit",
    env: server ? stackEnvironment(stack, env) : env,
  });
  // Ctrl-C reaches terraform as well, which ends in its own time.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("error", (error: NodeJS.ErrnoException) => {
    fail(`${command} cannot be started (${error.code}): name terraform in AGENT_STACK_TERRAFORM`);
  });
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}

function fail(message: string): void {
  console.error(`agent-stack-terraform: ${message}`);
  process.exitCode = 1;
}

try {
  main(process.argv.slice(2), process.env);
} catch (error) {
  fail((error as Error).message);
}
