import type { ObjectType } from "./object-type";

export const user = {
  kind: "user",
  type: "authentik_user",
  numbers: "users",
  labels: ["name", "username"],
  lookedUpBy: "username",
  api: { path: "/core/users/", app: "authentik_core", model: "user" },
  adminPage: "Directory > Users",
  attributes: { id: { field: "pk", isHandle: true }, pk: { isHandle: true } },
} satisfies ObjectType;
