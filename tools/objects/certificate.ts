import type { ObjectType } from "./object-type";

export const certificate = {
  kind: "certificate",
  type: "authentik_certificate_key_pair",
  labels: ["name"],
  lookedUpBy: "name",
  layer: 3,
  api: { path: "/crypto/certificatekeypairs/", app: "authentik_crypto", model: "certificatekeypair" },
  adminPage: "System > Certificates",
  attributes: { id: { field: "pk", isHandle: true } },
} satisfies ObjectType;
