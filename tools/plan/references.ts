import type { PlanJson } from "../set-up/plan-json";
import type { Resource } from "../set-up/values";
import { member } from "./secrets";

/** Attributes by which other objects refer to one. */
const HANDLES = ["id", "uuid", "pk"];

/** Ids in a plan and the names people know the objects by. */
export type References = ReadonlyMap<string, string>;

/** Collects the ids of everything the plan knows. */
export function referencesOf(plan: PlanJson): References {
  const names = new Map<string, string>();
  for (const resource of [...plan.planned, ...plan.prior]) {
    for (const handle of HANDLES) {
      const id = resource.values[handle];
      if (typeof id === "string" || typeof id === "number") {
        // A short number is an id only where a number is expected, see nameOf.
        names.set(referenceKey(resource.type, id), label(resource));
      }
    }
  }
  return names;
}

/** The name for an id found in a reference attribute, undefined for anything else. */
export function nameOf(references: References, attribute: string, id: unknown): string | undefined {
  if (HANDLES.includes(attribute)) {
    return undefined;
  }
  if (typeof id === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id)) {
    return references.get(id);
  }
  const type = NUMBERED[attribute];
  return type && (typeof id === "number" || typeof id === "string")
    ? references.get(`${type}#${id}`)
    : undefined;
}

const NUMBERED: Readonly<Record<string, string>> = {
  protocol_provider: "authentik_provider_oauth2",
  backchannel_providers: "authentik_provider_oauth2",
  jwt_federation_providers: "authentik_provider_oauth2",
  user: "authentik_user",
};

function referenceKey(type: string, id: string | number): string {
  return /^\d+$/.test(String(id)) ? `${type}#${id}` : String(id);
}

/** What people call the object: its name, domain or username, a flow's slug. */
export function label(resource: Pick<Resource, "address" | "type" | "values" | "sensitive">): string {
  const shown = (name: string) =>
    member(resource.sensitive, name) === true ? undefined : resource.values[name];
  const [name, domain, username, slug] = ["name", "domain", "username", "slug"].map(shown);
  // The names of authentik's own flows are not unique.
  const names = resource.type === "authentik_flow" ? [slug, name] : [name, domain, username, slug];
  const known = names.find((value) => typeof value === "string" && value !== "");
  return known === undefined ? resource.address : String(known);
}
