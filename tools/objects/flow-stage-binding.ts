import type { ObjectType } from "./object-type";

export const flowStageBinding = {
  kind: "flow stage binding",
  type: "authentik_flow_stage_binding",
  labels: [],
  api: { path: "/flows/bindings/", app: "authentik_flows", model: "flowstagebinding" },
  attributes: {
    id: { field: "pk", isHandle: true },
    target: { refers: { to: ["flow"], whenDeleted: "deleted along" } },
    stage: { refers: { to: ["stage", "endpoint stage"], whenDeleted: "deleted along" } },
  },
} satisfies ObjectType;
