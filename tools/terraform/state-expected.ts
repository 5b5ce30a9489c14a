import { spawnSync } from "node:child_process";
import { objectsIn } from "./kept-state";
import type { Stack } from "./stack";

/**
 * Stops where an environment that was renamed has no state: without it everything would be made anew. It costs one look at the
 * environment's own state; agent-stack's commands look at the former place, too.
 *
 * @throws Error, with what to do
 */
export function expectState(
  { name, directory, formerly }: Stack,
  command: string,
  env: NodeJS.ProcessEnv,
): void {
  if (formerly === undefined) return;
  const pulled = spawnSync(command, ["state", "pull"], {
    cwd: directory,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  // What keeps terraform from reading the state, its own command is about to tell.
  if (pulled.status !== 0 || objectsIn(pulled.stdout) > 0) return;
  throw new Error(
    `${name} was renamed from ${formerly.name} and has no state, so that everything would be made anew: nothing was asked of authentik. Move the state: npx agent-stack move-state ${name}. If nothing was deployed under the former name, take renamedFrom out`,
  );
}
