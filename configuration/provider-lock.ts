import { existsSync, readFileSync } from "node:fs";

/** Terraform's name for the file in which it notes versions and hashes of providers. */
export const LOCK_FILE = ".terraform.lock.hcl";

export interface LockedProvider {
  /** For example "registry.terraform.io/goauthentik/authentik", under OpenTofu "registry.opentofu.org/goauthentik/authentik". */
  readonly address: string;
  readonly version: string;
  /** What the configuration allowed when it was chosen; undefined where it said nothing. */
  readonly constraints?: string;
  /** "h1:" of unpacked packages, one for each platform, and "zh:" of packed ones. */
  readonly hashes: readonly string[];
}

/** A provider's address as people write it: without the host that terraform or OpenTofu takes where none is given. */
export const shortAddress = (address: string) =>
  address.replace(/^registry\.(terraform\.io|opentofu\.org)\//, "");

/** The registry of a provider's address. */
export const hostOf = (address: string) => address.split("/")[0] ?? "";

/** The providers of terraform's lock file, which terraform alone writes. */
export function parseProviderLock(text: string): LockedProvider[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n(.*?)^\}/gms)].map(([, address = "", block = ""]) => ({
    address,
    version: /^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1] ?? "",
    constraints: /^\s*constraints\s*=\s*"([^"]+)"/m.exec(block)?.[1],
    hashes: [...block.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash = ""]) => hash),
  }));
}

/** The providers of a lock file, none where there is no file. */
export function readProviderLock(file: string): LockedProvider[] {
  return existsSync(file) ? parseProviderLock(readFileSync(file, "utf8")) : [];
}
