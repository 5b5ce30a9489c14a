import type { ObjectType } from "./object-type";

export const flowStageBinding = {
  kind: "flow stage binding",
  type: "authentik_flow_stage_binding",
  labels: [],
  api: { path: "/flows/bindings/", app: "authentik_flows", model: "flowstagebinding" },
  attributes: { id: { field: "pk", isHandle: true } },
} satisfies ObjectType;
