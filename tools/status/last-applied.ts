import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../forge/deployment";
import type { Stack } from "../terraform/stack";
import type { EnvironmentStatus } from "./environment-status";

/** Asks the forge for the last deployment to an environment. */
export type LastDeployment = (environment: string) => Promise<Deployment | undefined>;

/**
 * When an environment was last applied and by what commit: of a state in a file what that tells, as no pipeline deploys to it, else what
 * the forge knows.
 *
 * @param lastDeployment - @default - there is no forge to ask
 * @param note - Tells why the forge did not say it
 */
export async function lastApplied(
  { name, directory }: Pick<Stack, "name" | "directory">,
  lastDeployment: LastDeployment | undefined,
  note: (text: string) => void,
): Promise<Pick<EnvironmentStatus, "lastApply" | "commit">> {
  const path = localState(directory);
  if (path !== undefined) return existsSync(path) ? { lastApply: statSync(path).mtime.toISOString() } : {};
  try {
    const deployment = await lastDeployment?.(name);
    return deployment ? { lastApply: deployment.at, commit: deployment.commit } : {};
  } catch (error) {
    note(`${name}: the commit it was deployed from is not known: ${(error as Error).message}`);
    return {};
  }
}

function localState(directory: string): string | undefined {
  const { terraform } = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
  const path = terraform?.backend?.local?.path;
  return typeof path === "string" ? path : undefined;
}
