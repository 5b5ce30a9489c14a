import { createHash } from "node:crypto";
import { z } from "zod";
import { MANAGED_SCOPE_PREFIX } from "../../lib/scopes";
import type { ScopeMapping } from "../authentik/objects";

/** Scope mappings that a person has reviewed: environment, then mapping, then what it looked like. */
export interface Lock {
  readonly scopeMappings: Readonly<Record<string, RecordedMappings>>;
}

export type RecordedMappings = Readonly<Record<string, RecordedMapping>>;

export interface RecordedMapping {
  readonly scopeName: string;
  /** SHA-256 of the expression, in hexadecimal. */
  readonly expression: string;
}

export const EMPTY_LOCK: Lock = { scopeMappings: {} };

const SCHEMA = z.object({
  scopeMappings: z.record(
    z.string(),
    z.record(z.string(), z.object({ scopeName: z.string(), expression: z.string() })),
  ),
});

/** What authentik 2026.5.0 itself ships, measured on a fresh installation. */
const SHIPPED: Readonly<Record<string, RecordedMapping>> = {
  email: {
    scopeName: "email",
    expression: "d1200eabeffc3b7f379e9c1636367b69befb0b1ac2b5d82b7be20e78667f2b94",
  },
  entitlements: {
    scopeName: "entitlements",
    expression: "5bab17137756546fbadd28343ab9c8a211d9d8d0861ba2bcd39a4fe76276b350",
  },
  authentik_api: {
    scopeName: "goauthentik.io/api",
    expression: "1f5c817af8c6d2d0d95f5f0b9580ea28da033786febe6a6e36792c0a125df69e",
  },
  offline_access: {
    scopeName: "offline_access",
    expression: "b7d94d281ced74b8a2568410a18f4f25d4184d0e489eb3c025450fc2486dbd83",
  },
  openid: {
    scopeName: "openid",
    expression: "38e58da331cc5378d4f269389242aecb80adf30093c405524dc1ab5aab9d452f",
  },
  profile: {
    scopeName: "profile",
    expression: "f3d059e99c7e015f406eb045a67f4ecaa927f8e29231e3ce3f7ddc62b876a750",
  },
};

/** The authentik versions whose shipped mappings are known. */
const SHIPPED_VERSIONS = /^2026\.5\./;

/** @throws Error when the text is no lock file */
export function parseLock(text: string, file: string): Lock {
  try {
    return SCHEMA.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} is not a lock file of agent-stack: restore it, or delete it and run verify --accept`,
    );
  }
}

export function printLock(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The mappings as they are now, by what identifies them, in a stable order. */
export function record(mappings: readonly ScopeMapping[]): RecordedMappings {
  return Object.fromEntries(
    mappings.map((each) => [mappingKey(each), recordedMapping(each)] as const).sort(),
  );
}

/** The lock with the records of one environment replaced. */
export function withRecords(lock: Lock, environment: string, records: RecordedMappings): Lock {
  const environments = { ...lock.scopeMappings, [environment]: records };
  return { scopeMappings: Object.fromEntries(Object.entries(environments).sort()) };
}

/** What a mapping is compared with: what was accepted, else what authentik ships, undefined where neither is known. */
export function expectedMapping(
  lock: Lock,
  environment: string,
  mapping: ScopeMapping,
  version: string | undefined,
): RecordedMapping | undefined {
  const accepted = lock.scopeMappings[environment]?.[mappingKey(mapping)];
  if (accepted || !SHIPPED_VERSIONS.test(version ?? "")) return accepted;
  return mapping.managed?.startsWith(MANAGED_SCOPE_PREFIX)
    ? SHIPPED[mapping.managed.slice(MANAGED_SCOPE_PREFIX.length)]
    : undefined;
}

export function recordedMapping(mapping: ScopeMapping): RecordedMapping {
  const expression = createHash("sha256").update(mapping.expression).digest("hex");
  return { scopeName: mapping.scope_name, expression };
}

/** Both are unique in authentik; `managed` outlives a rename. */
function mappingKey(mapping: ScopeMapping): string {
  return mapping.managed ?? mapping.name;
}
