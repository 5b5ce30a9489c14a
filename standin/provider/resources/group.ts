import type { GroupRequest } from "@goauthentik/api/dist/models/GroupRequest";
import { optional, optionalComputed, required, withId } from "../schema/attribute";
import { canonical, json, sameJson } from "../schema/validators";
import { keepOrder } from "../sdk/keep-order";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): GroupRequest => ({
  name: data.string("name"),
  isSuperuser: data.bool("is_superuser"),
  parents: data.strings("parents"),
  users: data.ints("users"),
  roles: data.strings("roles"),
  attributes: JSON.parse(data.string("attributes")),
});

export const group: Resource = {
  attributes: withId({
    name: required("string"),
    is_superuser: optional("bool", { default: false }),
    parents: optional(["list", "string"]),
    users: optionalComputed(["list", "number"]),
    attributes: optional("string", { default: "{}", validate: json, suppressDiff: sameJson }),
    roles: optional(["list", "string"]),
  }),
  async create({ core }, data) {
    return (await core.coreGroupsCreate({ groupRequest: request(data) })).pk;
  },
  async read({ core }, data) {
    const group = await core.coreGroupsRetrieve({
      groupUuid: data.id,
      includeChildren: false,
      includeInheritedRoles: false,
      includeParents: false,
      includeUsers: false,
    });
    return {
      name: group.name,
      is_superuser: group.isSuperuser,
      parents: keepOrder(data.strings("parents"), group.parents ?? []),
      users: keepOrder(data.ints("users"), group.users ?? []),
      // The real provider looks for an order under another name, and so finds none.
      roles: group.roles,
      attributes: canonical(group.attributes ?? null),
    };
  },
  async update({ core }, data) {
    return (await core.coreGroupsUpdate({ groupUuid: data.id, groupRequest: request(data) })).pk;
  },
  delete: ({ core }, data) => core.coreGroupsDestroy({ groupUuid: data.id }),
};
