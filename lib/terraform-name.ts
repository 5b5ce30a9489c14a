import { createHash } from "node:crypto";

/**
 * Name as a part of a Terraform address: letters, digits, `-` and `_` stay, everything else becomes `_`.
 * A name that would equal one of `taken` gets a hash of itself, so that entries added later never rename earlier ones.
 */
export function uniqueTerraformName(name: string, taken: readonly string[]): string {
  const sanitized = name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?=[^A-Za-z_]|$)/, "_");
  // JavaScript takes the key `__proto__` for an object's prototype, not for a name.
  return taken.includes(sanitized) || sanitized === "__proto__"
    ? `${sanitized}_${createHash("sha256").update(name).digest("hex").slice(0, 8)}`
    : sanitized;
}
