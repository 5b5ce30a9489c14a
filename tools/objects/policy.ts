import type { ObjectType } from "./object-type";

/** Policies of every type: a binding takes any. */
export const policy = {
  kind: "policy",
  type: "authentik_policy_expression",
  alsoTypes: [
    "authentik_policy_dummy",
    "authentik_policy_event_matcher",
    "authentik_policy_expiry",
    "authentik_policy_geoip",
    "authentik_policy_password",
    "authentik_policy_reputation",
    "authentik_policy_unique_password",
  ],
  labels: ["name"],
  api: { path: "/policies/all/", app: "authentik_policies", model: "policy" },
  adminPage: "Customization > Policies",
  attributes: { id: { field: "pk", isHandle: true } },
} satisfies ObjectType;
