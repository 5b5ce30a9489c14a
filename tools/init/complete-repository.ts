import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "../../configuration/provider-lock";
import { type AdoptOptions, adoptEnvironment } from "../adopt/adopt-environment";
import { oneLine, visible } from "../report/escape";
import { lockProviders } from "../terraform/lock-providers";
import { Interrupted } from "../terraform/process";
import type { Answers } from "./answers";
import { openSettings, withBackend } from "./configuration-text";
import { installPackages } from "./install-packages";

export const PACKAGE_LOCK = "package-lock.json";

export interface CompleteOptions {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Such as "linux_amd64": for whom the provider is pinned. */
  readonly platforms: readonly string[];
  /** Whether what authentik has is taken over. */
  readonly isAdopting: boolean;
  readonly print: AdoptOptions["print"];
  /** Tells what could not be done, and how to do it later. */
  readonly note: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** How far it went. */
export interface Completed {
  readonly isInstalled: boolean;
  /** Whether nothing is left that was meant. */
  readonly isAll: boolean;
}

/** Installs, locks and, where that is meant, adopts in a repository whose files are written. @throws Interrupted */
export async function completeRepository(
  { environment, backend }: Answers,
  options: CompleteOptions,
): Promise<Completed> {
  const { folder, env, isAdopting, print, note } = options;
  print("\nnpm install, which takes a while ...");
  const reason = await installPackages(folder, env);
  if (reason !== undefined) {
    const adoption = isAdopting ? `, then npx agent-stack adopt ${environment}` : "";
    note(
      `npm install could not do it (${oneLine(reason)}), so there is no ${PACKAGE_LOCK} yet. Where npm reaches its registry: npm install, then npx agent-stack lock${adoption}; commit the files that they write.`,
    );
    return { isInstalled: false, isAll: false };
  }
  print(`wrote ${PACKAGE_LOCK}`);
  // Nothing runs as long as its state has settings that only the reader knows: until then it is kept here, where none is yet.
  const isOpen = openSettings(backend).length > 0;
  if (isOpen) rewrite(folder, (text) => withBackend(text, environment, "local"));
  try {
    const isLocked = await lock(options);
    const isAdopted = isAdopting ? await adopt(environment, options) : true;
    return { isInstalled: true, isAll: isLocked && isAdopted };
  } finally {
    if (isOpen) rewrite(folder, (text) => withBackend(text, environment, backend));
  }
}

async function lock({ folder, env, platforms, print, note }: CompleteOptions): Promise<boolean> {
  try {
    print(visible((await lockProviders({ cwd: folder, env, folder, platforms, upgrade: false })).join("\n")));
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    note(
      `the provider is not pinned yet. Where Terraform reaches its registry: npx agent-stack lock; commit ${LOCK_FILE}. Now it said:\n${visible((error as Error).message)}`,
    );
    return false;
  }
}

async function adopt(
  environment: string,
  { folder, env, print, note, confirm }: CompleteOptions,
): Promise<boolean> {
  print("");
  try {
    return (
      (await adoptEnvironment(environment, { cwd: folder, env, print, confirm, choices: new Map() })) === 0
    );
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    note(
      `nothing is taken over yet: ${visible((error as Error).message)}\nWhen that is mended: npx agent-stack adopt ${environment}`,
    );
    return false;
  }
}

function rewrite(folder: string, change: (text: string) => string): void {
  const file = join(folder, "agent-stack.yaml");
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
