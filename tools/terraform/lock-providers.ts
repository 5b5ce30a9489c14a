import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownLockFile } from "../../configuration/place-provider-locks";
import {
  hostOf,
  LOCK_FILE,
  type LockedProvider,
  parseProviderLock,
  shortAddress,
} from "../../configuration/provider-lock";
import { allows } from "../../configuration/version-constraints";
import type { Binary } from "./binary";
import { runTerraform } from "./run";
import { type Stack, withStacks } from "./synthesise";

export interface LockOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the lock files are. */
  readonly folder: string;
  /** Such as "linux_amd64". */
  readonly platforms: readonly string[];
  /** Chooses the newest versions that are accepted. @default - what is locked and still accepted stays */
  readonly upgrade: boolean;
  /** Folder or https address of a mirror to take hashes from. @default - the providers' own registry */
  readonly mirror?: string;
}

type Required = Readonly<Record<string, { readonly source?: string; readonly version?: string }>>;

/** Environments that accept the same versions, and so share a lock. */
interface Group {
  readonly required: Required;
  readonly stacks: readonly Stack[];
}

/**
 * Writes the lock files: one for all environments that accept the same providers as most do, and one for each other.
 *
 * @returns what changed, one line for each provider of a file
 * @throws TerraformError, SynthesisError
 */
export async function lockProviders(options: LockOptions): Promise<string[]> {
  const { cwd, env, folder } = options;
  return withStacks(cwd, { ...env, AGENT_STACK_UNLOCKED: "1" }, async (stacks, binary) => {
    const locks = new Map<string, string>();
    for (const [index, group] of groupsOf(stacks).entries()) {
      const text = await lockOf(group, binary, options);
      for (const file of index === 0 ? [LOCK_FILE] : group.stacks.map(({ name }) => ownLockFile(name))) {
        locks.set(file, text);
      }
    }
    const before = new Map(
      lockFilesIn(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]),
    );
    for (const [file, text] of locks) write(join(folder, file), text);
    const gone = [...before.keys()].filter((file) => !locks.has(file));
    for (const file of gone) rmSync(join(folder, file));
    return [
      ...[...locks].flatMap(([file, text]) => differences(file, before.get(file) ?? "", text)),
      ...gone.map((file) => `${file}: removed, ${LOCK_FILE} is for this environment or it is gone`),
    ];
  });
}

/** The largest group first. */
function groupsOf(stacks: readonly Stack[]): Group[] {
  const groups = new Map<string, { required: Required; stacks: Stack[] }>();
  for (const stack of stacks) {
    const { terraform } = JSON.parse(readFileSync(join(stack.directory, "cdk.tf.json"), "utf8"));
    const required: Required = terraform?.required_providers ?? {};
    const key = JSON.stringify(required);
    const group = groups.get(key) ?? { required, stacks: [] };
    groups.set(key, { required, stacks: [...group.stacks, stack] });
  }
  return [...groups.values()].sort((a, b) => b.stacks.length - a.stacks.length);
}

async function lockOf(group: Group, binary: Binary, options: LockOptions): Promise<string> {
  const { platforms, mirror, upgrade, folder } = options;
  const [stack] = group.stacks as [Stack];
  const file = join(stack.directory, LOCK_FILE);
  const held = upgrade ? undefined : heldLock(group, folder);
  if (held !== undefined) writeFileSync(file, held);
  const from = mirror === undefined ? [] : [`-${mirror.includes("://") ? "net" : "fs"}-mirror=${mirror}`];
  await runTerraform(stack, binary, [
    "providers",
    "lock",
    "-no-color",
    ...from,
    ...platforms.map((platform) => `-platform=${platform}`),
  ]);
  return readFileSync(file, "utf8");
}

/** The lock that the group has, where all of it is still accepted. */
function heldLock({ required, stacks }: Group, folder: string): string | undefined {
  const isHeld = (locked: readonly LockedProvider[]) =>
    Object.values(required).every(({ source = "", version = "" }) => {
      const held = locked.find(({ address }) => shortAddress(address) === shortAddress(source));
      return held !== undefined && (version === "" || allows(version, held.version));
    });
  return [...stacks.map(({ name }) => ownLockFile(name)), LOCK_FILE]
    .map((file) => join(folder, file))
    .filter(existsSync)
    .map((file) => readFileSync(file, "utf8"))
    .find((text) => isHeld(parseProviderLock(text)));
}

function lockFilesIn(folder: string): string[] {
  const own = join(folder, dirname(ownLockFile("")));
  const names = existsSync(own) ? readdirSync(own) : [];
  return [
    ...(existsSync(join(folder, LOCK_FILE)) ? [LOCK_FILE] : []),
    ...names
      .filter((name) => name.endsWith(LOCK_FILE))
      .map((name) => ownLockFile(name.slice(0, -LOCK_FILE.length))),
  ];
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function differences(file: string, before: string, after: string): string[] {
  const earlier = new Map(parseProviderLock(before).map((each) => [shortAddress(each.address), each]));
  return parseProviderLock(after).map(({ address, version, hashes }) => {
    const held = earlier.get(shortAddress(address));
    const isOfAnother = held !== undefined && held.address !== address;
    const change =
      held === undefined
        ? `${version}, new`
        : held.version !== version || isOfAnother
          ? `${held.version} → ${version}${isOfAnother ? ` of ${hostOf(address)}` : ""}`
          : `${version}, ${hashes.every((hash) => held.hashes.includes(hash)) ? "as before" : "with other hashes"}`;
    return `${file}: ${shortAddress(address)} ${change}`;
  });
}
