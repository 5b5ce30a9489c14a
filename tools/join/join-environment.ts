import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { addressOf } from "../authentik/server";
import { visible } from "../report/escape";
import { managedSetUp } from "../set-up/stack";
import { selectStack, synthesise } from "../terraform/synthesise";
import { instructions, isCommand } from "./instructions";

export interface JoinOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line; one that is to be copied whole is not broken at the terminal's width. */
  readonly print: (line: string, isWhole?: boolean) => void;
}

/** Prints what to type where an environment's agents run; asks neither authentik nor Terraform. */
export async function joinEnvironment(name: string | undefined, options: JoinOptions): Promise<void> {
  const { cwd, env, print } = options;
  const stack = selectStack(await synthesise(cwd, env), name);
  const address = addressOf(stack.server, env);
  if (address === undefined)
    throw new Error(
      `nothing says where the authentik of ${stack.name} is: add server to the environment, or set AUTHENTIK_URL`,
    );
  const configuration = JSON.parse(await readFile(join(stack.directory, "cdk.tf.json"), "utf8"));
  const text = visible(instructions(managedSetUp(stack.name, configuration, {}), address));
  for (const line of text.trimEnd().split("\n")) print(line, isCommand(line));
}
