import { createHash } from "node:crypto";
import * as z from "zod";
import { API_SCOPE, MANAGED_SCOPE_PREFIX } from "../../lib/rules/scopes";
import type { ScopeMapping } from "../authentik/objects";

/** Scope mappings that a person has reviewed: environment, then the mapping's id, then what it looked like. */
export interface Lock {
  readonly scopeMappings: Readonly<Record<string, RecordedMappings>>;
}

export type RecordedMappings = Readonly<Record<string, RecordedMapping>>;

export interface RecordedMapping {
  /** For people: it may change, and locks of earlier versions have none. */
  readonly name?: string;
  readonly scopeName: string;
  /** SHA-256 of the expression, in hexadecimal. */
  readonly expression: string;
}

export const EMPTY_LOCK: Lock = { scopeMappings: {} };

const SCHEMA = z.object({
  scopeMappings: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ name: z.string().optional(), scopeName: z.string(), expression: z.string() }),
    ),
  ),
});

const shipped = (scopeName: string, ...expressions: readonly string[]): readonly RecordedMapping[] =>
  expressions.map((expression) => ({ scopeName, expression }));

/**
 * What authentik 2026.5.0 itself ships, measured on a fresh installation, and then what the stand-in has in its place,
 * whose first line says whose it is.
 */
const SHIPPED: Readonly<Record<string, readonly RecordedMapping[]>> = {
  email: shipped(
    "email",
    "d1200eabeffc3b7f379e9c1636367b69befb0b1ac2b5d82b7be20e78667f2b94",
    "ab6c335640c1990a8c2d5f687433bfc00f5e8765d68e6ee50bddaf3f7d024aa0",
  ),
  entitlements: shipped(
    "entitlements",
    "5bab17137756546fbadd28343ab9c8a211d9d8d0861ba2bcd39a4fe76276b350",
    "87e7434e12f735e53dc5bb926639d2b347b5bd1d87c18df908aded547abc380e",
  ),
  authentik_api: shipped(
    API_SCOPE,
    "1f5c817af8c6d2d0d95f5f0b9580ea28da033786febe6a6e36792c0a125df69e",
    "efc9b82021d3cebdf314093a4375695b6beea8ab9c725b6729e83f1a38ad0f7b",
  ),
  offline_access: shipped(
    "offline_access",
    "b7d94d281ced74b8a2568410a18f4f25d4184d0e489eb3c025450fc2486dbd83",
    "efc9b82021d3cebdf314093a4375695b6beea8ab9c725b6729e83f1a38ad0f7b",
  ),
  openid: shipped(
    "openid",
    "38e58da331cc5378d4f269389242aecb80adf30093c405524dc1ab5aab9d452f",
    "efc9b82021d3cebdf314093a4375695b6beea8ab9c725b6729e83f1a38ad0f7b",
  ),
  profile: shipped(
    "profile",
    "f3d059e99c7e015f406eb045a67f4ecaa927f8e29231e3ce3f7ddc62b876a750",
    "36904ff2f3b50ed4e70a4ef48745890f8eb19f1155493dab4325ef2a1c15a812",
  ),
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

/** The mappings as they are now, by their ids, in a stable order. */
export function record(mappings: readonly ScopeMapping[]): RecordedMappings {
  return Object.fromEntries(
    mappings.map((each) => [each.pk, { name: each.name, ...recordedMapping(each) }] as const).sort(),
  );
}

/** The lock with the records of one environment replaced. */
export function withRecords(lock: Lock, environment: string, records: RecordedMappings): Lock {
  const environments = { ...lock.scopeMappings, [environment]: records };
  return { scopeMappings: Object.fromEntries(Object.entries(environments).sort()) };
}

/**
 * What a mapping is compared with: what was accepted or, where nothing was in the environment, what authentik ships;
 * undefined where neither is known.
 */
export function expectedMapping(
  lock: Lock,
  environment: string,
  mapping: ScopeMapping,
  version: string | undefined,
): RecordedMapping | undefined {
  const records = lock.scopeMappings[environment];
  // Earlier versions recorded by what someone else can empty or rename.
  if (records) return records[mapping.pk] ?? records[mapping.managed ?? mapping.name];
  if (!SHIPPED_VERSIONS.test(version ?? "")) return undefined;
  if (!mapping.managed?.startsWith(MANAGED_SCOPE_PREFIX)) return undefined;
  const shipped = SHIPPED[mapping.managed.slice(MANAGED_SCOPE_PREFIX.length)] ?? [];
  return shipped.find(({ expression }) => expression === expressionHash(mapping)) ?? shipped[0];
}

export function recordedMapping(mapping: ScopeMapping): RecordedMapping {
  return { scopeName: mapping.scope_name, expression: expressionHash(mapping) };
}

const expressionHash = ({ expression }: ScopeMapping): string =>
  createHash("sha256").update(expression).digest("hex");
