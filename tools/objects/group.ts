import type { ObjectType } from "./object-type";

export const group = {
  kind: "group",
  type: "authentik_group",
  labels: ["name"],
  lookedUpBy: "name",
  api: { path: "/core/groups/", app: "authentik_core", model: "group" },
  adminPage: "Directory > Groups",
  attributes: { id: { field: "pk", isHandle: true } },
} satisfies ObjectType;
