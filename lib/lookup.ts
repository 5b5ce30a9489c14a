import { DataAuthentikCertificateKeyPair } from "@cdktf/provider-authentik/lib/data-authentik-certificate-key-pair";
import { DataAuthentikFlow } from "@cdktf/provider-authentik/lib/data-authentik-flow";
import { DataAuthentikGroup } from "@cdktf/provider-authentik/lib/data-authentik-group";
import { DataAuthentikPropertyMappingProviderScope } from "@cdktf/provider-authentik/lib/data-authentik-property-mapping-provider-scope";
import { DataAuthentikProviderOauth2Config } from "@cdktf/provider-authentik/lib/data-authentik-provider-oauth2-config";
import { DataAuthentikUser } from "@cdktf/provider-authentik/lib/data-authentik-user";
import { type TerraformDataSource, TerraformStack, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { writtenOut } from "./terraform-name";

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

/** The data sources of a stack through which it looks up what exists. */
class LookUps extends Construct {
  static of(stack: TerraformStack): LookUps {
    const id = plainlyAddressed.has(stack) ? "lookup" : "agent-stack-lookup";
    return stack.node.children.find((child) => child instanceof LookUps) ?? new LookUps(stack, id);
  }
}

const plainlyAddressed = new WeakSet<TerraformStack>();
const names = new WeakMap<IConstruct, string>();

/** Says of a stack that it gives each look-up the plain name of what it looks up as its address. */
export function addressPlainly(stack: TerraformStack): void {
  plainlyAddressed.add(stack);
}

/** Name of what a data source looks up, undefined for elements that are no look-ups of ours. */
export const lookedUpBy = (element: IConstruct | undefined) => element && names.get(element);

/** Finds or makes the stack's one data source for a name, so that each object is read once a plan. */
function lookUp<T extends TerraformDataSource>(
  scope: Construct,
  kind: string,
  name: string,
  create: (at: Construct, id: string) => T,
): T {
  const stack = TerraformStack.of(scope);
  const lookUps = LookUps.of(stack);
  const ofKind = (lookUps.node.tryFindChild(kind) as Construct) ?? new Construct(lookUps, kind);
  const written = writtenOut(stack, name);
  const known = ofKind.node.tryFindChild(constructId(written)) as T | undefined;
  if (known) return known;
  const dataSource = create(ofKind, constructId(written));
  names.set(dataSource, written);
  return dataSource;
}

/** Quoted, since constructs take a name such as `toString` for a child they have; a slash would be taken for a level. */
const constructId = (name: string) => `"${name.replace(/[%/]/g, encodeURIComponent)}"`;
