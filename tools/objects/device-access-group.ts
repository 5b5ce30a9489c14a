import { GROUP_DOCS } from "./documentation";
import type { ManagedType } from "./object-type";
import { changed, created, createdBeside, either, every, gone, withoutBindings } from "./predicates";
import { BREAKS, COSMETIC } from "./severities";

export const deviceAccessGroup = {
  kind: "device access group",
  type: "authentik_endpoints_device_access_group",
  section: "Device access groups",
  labels: ["name"],
  lookedUpBy: "name",
  layer: 1,
  api: {
    path: "/endpoints/device_access_groups/",
    app: "authentik_endpoints",
    model: "deviceaccessgroup",
    search: { keys: [["name"]], filters: ["name"] },
  },
  adminPage: "Endpoint Devices > Device access groups",
  place: { path: ["deviceAccessGroups"], isList: true, access: ["access"] },
  attributes: {
    id: {
      field: "pbm_uuid",
      isHandle: true,
      noSetting: "authentik chooses it",
      means: {
        "group-lets-nobody-in": [
          () => every(either(created, createdBeside), withoutBindings),
          BREAKS,
          "nobody gets in to the devices of this group unless bound to the device itself: nothing is bound to the group",
          GROUP_DOCS,
        ],
        "group-gone": [
          () => gone,
          BREAKS,
          "the group's devices belong to no group: nobody may log in to them unless bound to the device itself",
          GROUP_DOCS,
        ],
      },
    },
    name: {
      noSetting: "it tells the entry from the others of the list",
      means: {
        "group-renamed": [changed, COSMETIC, "the group has another name in the admin pages", GROUP_DOCS],
      },
    },
  },
} satisfies ManagedType;
