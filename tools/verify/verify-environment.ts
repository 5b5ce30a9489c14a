import type { AuthentikClient } from "../authentik/client";
import type { ScopeMapping } from "../authentik/objects";
import type { Finding } from "../findings";
import type { ManagedSetUp } from "../managed-set-up";
import { bySeverity } from "../severity";
import { audit } from "./audit";
import { gather } from "./live-set-up";
import { notes } from "./notes";
import { probe, probeFindings } from "./probe";
import { usedMappings } from "./rules/provider";
import type { Lock } from "./scope-mapping-lock";

export interface VerifyOptions {
  /** The scope mappings that were reviewed. */
  readonly lock: Lock;
  readonly now: Date;
  /** Asks for a device code too, which counts towards the server's 20 an hour. @default false */
  readonly probe?: boolean;
}

export interface Verification {
  /** What needs a person's attention, worst first. */
  readonly findings: readonly Finding[];
  /** What a reviewer should know and nobody needs to act on. */
  readonly notes: readonly string[];
  /** The scope mappings in use, to be accepted or not. */
  readonly mappings: readonly ScopeMapping[];
}

/** Compares an environment with its live server, reading only. @throws RequestError */
export async function verifyEnvironment(
  client: AuthentikClient,
  managed: ManagedSetUp,
  options: VerifyOptions,
): Promise<Verification> {
  const [live, answers] = await Promise.all([
    gather(client, managed),
    options.probe ? probe(client.connection, managed) : undefined,
  ]);
  const evidence = { managed, live, lock: options.lock, now: options.now };
  const probed = answers ? probeFindings(answers, live) : [];
  return {
    findings: [...audit(evidence), ...probed].sort(bySeverity),
    notes: notes(evidence),
    mappings: usedMappings(evidence),
  };
}
