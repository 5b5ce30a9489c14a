import { createHash } from "node:crypto";
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";

/**
 * Name as a part of a Terraform address: letters, digits, `-` and `_` stay, everything else becomes `_`.
 * A name that is taken gets a hash of itself, so that entries added later never rename earlier ones.
 */
export function uniqueTerraformName(name: string, isTaken: (name: string) => boolean): string {
  const sanitized = name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?=[^A-Za-z_]|$)/, "_");
  // JavaScript takes the key `__proto__` for an object's prototype, not for a name.
  return isTaken(sanitized) || sanitized === "__proto__"
    ? `${sanitized}_${createHash("sha256").update(name).digest("hex").slice(0, 8)}`
    : sanitized;
}

/** Name in which references stand as Terraform writes them: `authentik_group.x.name` instead of cdktf's changing number. */
export function writtenOut(scope: Construct, name: string): string {
  if (!Token.isUnresolved(name)) return name;
  const resolver = new DefaultTokenResolver(new StringConcat());
  const written = Tokenization.resolve(name, { scope, resolver, preparing: true });
  return String(written).replace(/\$\{(.*?)\}/g, "$1");
}
