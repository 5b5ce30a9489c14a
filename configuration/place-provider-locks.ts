import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE, parseProviderLock, shortAddress } from "./provider-lock";
import { allows } from "./version-constraints";

/** What the lock files hold is not what the environments require; lists all that differs. */
export class ProviderLockError extends Error {
  override readonly name = "ProviderLockError";
}

/** The first line of a lock file beside a stack that comes from the project's own. */
export const PLACED =
  "# From the project's lock file, which agent-stack lock writes: what is changed here is lost.\n";

/** Where the lock file of an environment that has its own is, below the configuration's folder. */
export const ownLockFile = (environment: string) => join("locks", `${environment}${LOCK_FILE}`);

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly name: string; readonly workingDirectory: string }>>;
}

interface Synthesised {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
}

/**
 * Puts terraform's lock file beside each synthesised stack: an environment's own, or else the one for all. Where there is
 * neither, providers are not pinned.
 *
 * @param out - Where was synthesised
 * @param folder - Where agent-stack.yaml is, and the lock files are
 * @throws ProviderLockError when a locked version is none of those that an environment accepts
 */
export function placeProviderLocks(out: string, folder: string): void {
  const { stacks } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
  const mistakes = Object.values(stacks).flatMap(({ name, workingDirectory }) => {
    const file = [ownLockFile(name), LOCK_FILE].find((each) => existsSync(join(folder, each)));
    const stack = join(out, workingDirectory);
    if (file === undefined) {
      removePlaced(join(stack, LOCK_FILE));
      return [];
    }
    const text = readFileSync(join(folder, file), "utf8");
    const synthesised = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as Synthesised;
    writeFileSync(join(stack, LOCK_FILE), `${PLACED}${text}`);
    return mistakesIn(text, file, name, synthesised);
  });
  if (mistakes.length > 0) {
    throw new ProviderLockError([...mistakes, "run agent-stack lock, and commit what it writes"].join("\n"));
  }
}

/** What terraform itself has written there stays. */
function removePlaced(file: string): void {
  if (existsSync(file) && readFileSync(file, "utf8").startsWith(PLACED)) rmSync(file);
}

function mistakesIn(text: string, file: string, name: string, { terraform }: Synthesised): string[] {
  const locked = new Map(parseProviderLock(text).map((each) => [shortAddress(each.address), each.version]));
  return Object.values(terraform?.required_providers ?? {}).flatMap(({ source = "", version = "" }) => {
    const title = shortAddress(source);
    const held = locked.get(title);
    if (held === undefined) return [`${file} has no ${title}, which ${name} requires`];
    return version === "" || allows(version, held)
      ? []
      : [`${file} has ${title} ${held}, and ${name} accepts ${version}`];
  });
}
