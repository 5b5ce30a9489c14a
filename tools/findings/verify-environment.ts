import type { AuthentikClient } from "../authentik/client";
import { attribute } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, cliProvider } from "../set-up/the-agents";
import { bySeverity } from "../severity";
import { audit } from "./audit";
import type { Finding } from "./finding";
import { gather } from "./live-set-up";
import { notes, openApplications } from "./notes";
import { probe, probeFindings } from "./probe";
import { reviewedMappings } from "./rules/provider";
import { type Lock, type RecordedMappings, record, withRecords } from "./scope-mapping-lock";
import { readToken } from "./token";

export interface VerifyOptions {
  /** The scope mappings that were reviewed. */
  readonly lock: Lock;
  readonly now: Date;
  /** Asks for a device code too, which counts towards the server's 20 an hour. @default false */
  readonly probe?: boolean;
  /** Takes the scope mappings in use for reviewed. @default false */
  readonly accept?: boolean;
}

export interface Verification {
  /** What needs a person's attention, worst first. */
  readonly findings: readonly Finding[];
  /** What a reviewer should know and nobody needs to act on. */
  readonly notes: readonly string[];
  /** Those of them that a verdict is not to be without. */
  readonly notable: readonly string[];
  /** The scope mappings in use, where they were accepted and there are any. */
  readonly accepted?: RecordedMappings;
}

/** Compares an environment with its live server, reading only. @throws RequestError */
export async function verifyEnvironment(
  client: AuthentikClient,
  managed: ManagedSetUp,
  options: VerifyOptions,
): Promise<Verification> {
  const isProbed = options.probe && isKnown(managed);
  const [live, token, answers] = await Promise.all([
    gather(client, managed),
    readToken(client),
    isProbed ? probe(client.connection, managed) : undefined,
  ]);
  const seen = { managed, live, token, lock: options.lock, now: options.now };
  const mappings = options.accept ? reviewedMappings(seen) : [];
  const accepted = mappings.length > 0 ? record(mappings) : undefined;
  const evidence = accepted
    ? { ...seen, lock: withRecords(options.lock, managed.environment, accepted) }
    : seen;
  const probed = answers ? probeFindings(answers, live) : [];
  return {
    findings: [...audit(evidence), ...probed].sort(bySeverity),
    notes: [...notes(evidence), ...(options.probe && !isProbed ? [NOT_PROBED] : [])],
    notable: managed.deployed ? openApplications(evidence) : [],
    accepted,
  };
}

const NOT_PROBED =
  "no device code was asked for: the stack does not tell the client id and the slug of the agent's CLI";

function isKnown(managed: ManagedSetUp): boolean {
  const handles = [attribute(cliProvider(managed), "client_id"), attribute(cliApplication(managed), "slug")];
  return !handles.includes(undefined);
}
