import { STAGE_DOCS } from "./documentation";
import type { ManagedType } from "./object-type";
import { becomes, changed, changesTo, gone } from "./predicates";
import { ACCESS, COSMETIC, WEAKENS } from "./severities";

export const endpointStage = {
  kind: "endpoint stage",
  type: "authentik_stage_endpoints",
  section: "Endpoint stages",
  labels: ["name"],
  layer: 0,
  api: {
    path: "/stages/endpoints/",
    app: "authentik_endpoints",
    model: "endpointstage",
    search: { keys: [["name"]], filters: ["name"] },
  },
  place: { path: ["endpointStages"], isList: true },
  attributes: {
    mode: {
      setting: "mode",
      means: {
        "device-check-optional": [
          changesTo("optional"),
          WEAKENS,
          "flows with this stage let browsers without a known device pass",
          STAGE_DOCS,
        ],
        "device-check-required": [
          becomes("required"),
          ACCESS,
          "flows with this stage refuse browsers without a known device, those of administrators too",
          STAGE_DOCS,
        ],
      },
    },
    id: {
      field: "pk",
      isHandle: true,
      noSetting: "authentik chooses it",
      means: {
        "device-check-gone": [
          () => gone,
          WEAKENS,
          "flows with this stage no longer check the device",
          STAGE_DOCS,
        ],
      },
    },
    connector: {
      refers: { to: ["connector"], arrow: "asks", whenDeleted: "deleted along" },
      noSetting: "it is the connector of the same environment",
      means: {
        "device-check-moved": [
          changed,
          ACCESS,
          "the device is looked up through another connector: devices enrolled at the old one are unknown",
          STAGE_DOCS,
        ],
      },
    },
    name: {
      noSetting: "it tells the entry from the others of the list",
      means: {
        "device-check-renamed": [
          changed,
          COSMETIC,
          "the stage has another name in the admin pages",
          STAGE_DOCS,
        ],
      },
    },
  },
} satisfies ManagedType;
