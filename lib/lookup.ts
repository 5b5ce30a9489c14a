import { DataAuthentikCertificateKeyPair } from "@cdktf/provider-authentik/lib/data-authentik-certificate-key-pair";
import { DataAuthentikFlow } from "@cdktf/provider-authentik/lib/data-authentik-flow";
import { DataAuthentikGroup } from "@cdktf/provider-authentik/lib/data-authentik-group";
import { DataAuthentikPropertyMappingProviderScope } from "@cdktf/provider-authentik/lib/data-authentik-property-mapping-provider-scope";
import { DataAuthentikProviderOauth2Config } from "@cdktf/provider-authentik/lib/data-authentik-provider-oauth2-config";
import { DataAuthentikUser } from "@cdktf/provider-authentik/lib/data-authentik-user";
import { type TerraformDataSource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { uniqueTerraformName, writtenOut } from "./terraform-name";

/** UUID of an existing flow, looked up by its slug. */
export function flowBySlug(scope: Construct, slug: string): string {
  return lookUp(scope, "flow", slug, (at, id) => new DataAuthentikFlow(at, id, { slug })).id;
}

/** UUID of an existing group, looked up by its name and without reading its members into state. */
export function groupByName(scope: Construct, name: string): string {
  return lookUp(
    scope,
    "group",
    name,
    (at, id) => new DataAuthentikGroup(at, id, { name, includeUsers: false }),
  ).id;
}

/** Number of an existing user, looked up by its username. */
export function userByName(scope: Construct, username: string): number {
  return lookUp(scope, "user", username, (at, id) => new DataAuthentikUser(at, id, { username })).pk;
}

/** UUID of an existing certificate, looked up by its name; neither its private key nor the certificate enter state. */
export function certificateByName(scope: Construct, name: string): string {
  return lookUp(
    scope,
    "certificate",
    name,
    // Both default to true in the provider, which would put the private key in clear into state.
    (at, id) =>
      new DataAuthentikCertificateKeyPair(at, id, { name, fetchKey: false, fetchCertificate: false }),
  ).id;
}

/** Number of an existing OAuth2 provider, looked up by its name. */
export function oauth2ProviderByName(scope: Construct, name: string): number {
  const provider = lookUp(
    scope,
    "oauth2-provider",
    name,
    (at, id) => new DataAuthentikProviderOauth2Config(at, id, { name }),
  );
  // The provider (2026.5.0) fills in `id`, a string, and leaves `provider_id` empty on a look-up by name.
  return Token.asNumber(provider.id);
}

/** UUID of an existing scope mapping, looked up by its name. */
export function scopeMappingByName(scope: Construct, name: string): string {
  return lookUp(
    scope,
    "scope-mapping",
    name,
    (at, id) => new DataAuthentikPropertyMappingProviderScope(at, id, { name }),
  ).id;
}

/** Finds or makes the stack's one data source for a name, so that each object is read once a plan. */
function lookUp<T extends TerraformDataSource>(
  scope: Construct,
  kind: string,
  name: string,
  create: (at: Construct, id: string) => T,
): T {
  const stack = TerraformStack.of(scope);
  const lookups = (stack.node.tryFindChild("lookup") as Construct) ?? new Construct(stack, "lookup");
  const ofKind = (lookups.node.tryFindChild(kind) as Construct) ?? new Construct(lookups, kind);
  const written = writtenOut(stack, name);
  const known = ofKind.node.tryFindChild(constructId(written)) as T | undefined;
  if (known) return known;
  const logicalIds = ofKind.node.children.map((child) => (child as T).friendlyUniqueId);
  const dataSource = create(ofKind, constructId(written));
  dataSource.overrideLogicalId(uniqueTerraformName(written, logicalIds));
  return dataSource;
}

/** Quoted, since constructs take a name such as `toString` for a child they have; a slash would be taken for a level. */
const constructId = (name: string) => `"${name.replace(/[%/]/g, encodeURIComponent)}"`;
