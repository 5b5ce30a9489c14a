#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { PLACED } from "../../configuration/place-provider-locks";
import { LOCK_FILE } from "../../configuration/provider-lock";
import { connectionOf } from "../authentik/connection";
import { visible } from "../report/escape";
import { withMaskedLog } from "../terraform/masked-log";
import { secretsOf, stackEnvironment } from "../terraform/stack-environment";
import { expectState } from "../terraform/state-expected";
import { withNotes } from "../terraform/synthesise";
import { tell } from "./print";

/** Commands of terraform that ask authentik. */
const ASKING = ["plan", "apply", "destroy", "refresh", "import"];

/**
 * `agent-stack-terraform`: terraform with the token and the headers of the stack in whose folder it runs, and with the
 * providers that the project's lock file pins.
 *
 * It is for `cdktf deploy`, which starts what TERRAFORM_BINARY_NAME names; AGENT_STACK_TERRAFORM names the terraform it starts.
 */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const directory = process.cwd();
  const command = env.AGENT_STACK_TERRAFORM || "terraform";
  const stack = withNotes({ name: directory.split(/[\\/]/).at(-1) ?? "", directory });
  const stackEnv = stack.server ? stackEnvironment(stack, env) : env;
  if (stack.server && ASKING.includes(args.find((each) => !each.startsWith("-")) ?? "")) {
    connectionOf(stack, env);
    expectState(stack, command, stackEnv);
  }
  const isPinned = existsSync(LOCK_FILE) && readFileSync(LOCK_FILE, "utf8").startsWith(PLACED);
  // cdktf asks for both on its own, and the project's lock file says it all.
  if (isPinned && args.slice(0, 2).join(" ") === "providers lock") return;
  const kept = isPinned && args[0] === "init" ? args.filter((each) => each !== "-upgrade") : args;
  const secrets = stack.server ? secretsOf(stack, env) : [];
  await withMaskedLog(
    stackEnv,
    secrets,
    (logging) => run(command, kept, logging),
    (log) => process.stderr.write(log),
  );
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { stdio: "inherit", env });
  let stoppedBy: NodeJS.Signals | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stoppedBy ??= signal;
      // A terminal has sent its Ctrl-C to terraform as well, which takes a second one for "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((done) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      fail(`${command} cannot be started (${error.code}): name terraform in AGENT_STACK_TERRAFORM`);
      done();
    });
    child.on("close", (code) => {
      process.exitCode ||= stoppedBy ? 128 + constants.signals[stoppedBy] : (code ?? 1);
      done();
    });
  });
}

function fail(message: string): void {
  tell(`agent-stack-terraform: ${visible(message)}`);
  process.exitCode = 1;
}

main(process.argv.slice(2), process.env).catch((error: Error) => fail(error.message));
