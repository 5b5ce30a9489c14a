import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { readManaged } from "../set-up/read-managed";
import type { Severity } from "../severity";
import { asTyped, type Binary } from "../terraform/binary";
import type { Stack } from "../terraform/synthesise";
import type { Finding } from "./finding";
import { LOCK_FILE, readLock } from "./lock-file";
import { OBJECT_RENAMED } from "./rules/lost";
import { type Verification, type VerifyOptions, verifyEnvironment } from "./verify-environment";

/**
 * Verifies a stack that was initialised.
 *
 * @param state - Its state, where it was read already. @default - it is read
 * @throws RequestError, TerraformError
 */
export async function verifyStack(
  stack: Stack,
  terraform: Binary,
  env: NodeJS.ProcessEnv,
  options: VerifyOptions,
  state?: string,
): Promise<Verification> {
  const client = new AuthentikClient(connectionOf(stack, env));
  const verified = await verifyEnvironment(client, await readManaged(stack, terraform, state), options);
  const findings = verified.findings.map((each) => ({ ...each, remedy: asTyped(each.remedy, terraform) }));
  return { ...verified, findings };
}

export const VERIFICATION_FAILED = {
  code: "verification-failed",
  severity: "weakens security",
} as const satisfies {
  code: string;
  severity: Severity;
};

/** What to show beside a stack's plan: a verification that fails is a finding, as the plan itself still holds. */
export async function findingsOf(
  stack: Stack,
  terraform: Binary,
  env: NodeJS.ProcessEnv,
  state?: string,
): Promise<readonly Finding[]> {
  try {
    const options = { lock: readLock(LOCK_FILE), now: new Date() };
    return (await verifyStack(stack, terraform, env, options, state)).findings;
  } catch (error) {
    return [
      {
        ...VERIFICATION_FAILED,
        subject: stack.name,
        message: `what a plan cannot see was not verified: ${(error as Error).message}`,
        consequence: "changes outside of what Terraform manages stay unnoticed",
        remedy: "correct it and run agent-stack verify, or leave it out with --no-verify",
      },
    ];
  }
}

/** The objects that terraform takes for gone and that were only renamed; none where that could not be read. */
export async function renamedIn(
  stack: Stack,
  terraform: Binary,
  env: NodeJS.ProcessEnv,
  state?: string,
): Promise<readonly Finding[]> {
  return (await findingsOf(stack, terraform, env, state)).filter(({ code }) => code === OBJECT_RENAMED);
}
