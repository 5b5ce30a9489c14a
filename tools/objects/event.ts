import type { Collection } from "./object-type";

/** authentik's event log; Terraform has no type for its entries. */
export const event = {
  path: "/events/events/",
  app: "authentik_events",
  model: "event",
} satisfies Collection;
