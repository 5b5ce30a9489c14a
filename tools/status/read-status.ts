import pLimit from "p-limit";
import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { PermittedReader } from "../authentik/permitted-reader";
import { addressOf } from "../authentik/server";
import { audit } from "../findings/audit";
import { gather } from "../findings/live-set-up";
import { LOCK_FILE, readLock } from "../findings/lock-file";
import { user } from "../objects";
import { environmentFromPlan } from "../report/environment";
import type { Progress } from "../report/progress";
import { severityOf } from "../report/verdict";
import { readManaged } from "../set-up/read-managed";
import type { Binary } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { type LeftEnvironment, readLeft } from "../terraform/left-environments";
import { planStack } from "../terraform/plan";
import { Interrupted } from "../terraform/process";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectStacks, withStacks } from "../terraform/synthesise";
import { countBySeverity, type EnvironmentStatus, expiryOf, type Token } from "./environment-status";
import { type LastDeployment, lastApplied } from "./last-applied";

export interface StatusOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** How many environments at once. */
  readonly jobs: number;
  /** @default - there is no forge to ask */
  readonly lastDeployment?: LastDeployment;
  /** Tells what nobody needs to act on. */
  readonly note: (text: string) => void;
}

export interface Status {
  readonly environments: readonly EnvironmentStatus[];
  /** Those that are gone from the configuration and have a state still; of named ones nobody asks. */
  readonly left: readonly LeftEnvironment[];
}

/** Reads what is known of the named environments (all when none is named), changing nothing. */
export async function readStatus(
  names: readonly string[],
  { cwd, env, progress, jobs, lastDeployment, note }: StatusOptions,
): Promise<Status> {
  return withStacks(cwd, env, async (stacks, terraform, gone) => {
    const selected = selectStacks(stacks, names);
    const initialise = initialiser(selected, terraform);
    progress.begin(selected.length);
    const statusOf = async (stack: Stack): Promise<EnvironmentStatus> => {
      const known = {
        name: stack.name,
        server: addressOf(stack.server, env),
        ...(await lastApplied(stack, lastDeployment, note)),
      };
      try {
        progress.step(stack.name, "read");
        await initialise(stack);
        const state = await checkServer(stack, terraform);
        return { ...known, ...(await look(stack, terraform, env, state)) };
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        return { ...known, failure: (error as Error).message };
      }
    };
    const environments = await pLimit(jobs)
      .map(selected, async (stack) => {
        const status = await statusOf(stack);
        progress.done(stack.name, status.failure === undefined ? "read" : "failed");
        return status;
      })
      .finally(progress.end);
    return { environments, left: names.length > 0 ? [] : await readLeft(gone, stacks, terraform) };
  });
}

async function look(
  stack: Stack,
  terraform: Binary,
  env: NodeJS.ProcessEnv,
  state: string | undefined,
): Promise<Omit<EnvironmentStatus, "name">> {
  const client = new AuthentikClient(connectionOf(stack, env));
  const [managed, json, tokenExpires] = await Promise.all([
    readManaged(stack, terraform, state),
    planStack(stack, "plan", terraform, () => {}),
    readTokenExpiry(client),
  ]);
  const live = await gather(client, managed);
  const planned = environmentFromPlan(stack.name, json, "plan");
  if (planned.failure !== undefined) throw new Error(planned.failure);
  const findings = audit({ managed, live, lock: readLock(LOCK_FILE), now: new Date() });
  const expiries = live.certificates.flatMap(({ cert_expiry }) => cert_expiry ?? []);
  return {
    release: live.version,
    deployed: managed.deployed,
    changes: planned.changes.length + planned.outputs.length,
    drift: planned.drift.length,
    findings: countBySeverity(findings),
    severity: managed.deployed ? severityOf({ ...planned, findings }) : undefined,
    tokenExpires,
    certificateExpires: expiries.sort()[0],
  };
}

async function readTokenExpiry(client: AuthentikClient): Promise<string | null | undefined> {
  const reader = new PermittedReader(client);
  try {
    const me = await reader.get<{ user: { username: string } }>(`${user.api.path}me/`);
    const query = { user__username: me?.user.username ?? "" };
    return me && expiryOf(await reader.list<Token>("/core/tokens/", query));
  } catch {
    // Whatever is wrong with the server is told by what reads the set-up.
    return undefined;
  }
}
