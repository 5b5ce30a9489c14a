import { duration, text } from "../core/fields";
import { exact } from "../core/filters";
import type { Resource } from "../core/resource";

/** What people may request access to, and for how long; its fields are those of the published client, nothing was recorded. */
export const accessRules: Resource = {
  path: "requests/rule-bindings",
  table: "requestrulebinding",
  model: { app: "authentik_requests", name: "requestrulebinding", label: "RequestRuleBinding" },
  pk: "uuid",
  unserved: ["create", "update", "partial_update", "destroy"],
  fields: {
    target: text({ required: true }),
    expiry_pending: duration("days=7"),
    expiry_granted_max: duration("days=30"),
  },
  filters: { target: exact },
  ordering: ["pk"],
};
