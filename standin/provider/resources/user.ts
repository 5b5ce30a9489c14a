import type { UserRequest } from "@goauthentik/api/dist/models/UserRequest";
import { UserTypeEnum } from "@goauthentik/api/dist/models/UserTypeEnum";
import { optional, optionalComputed, required, withId } from "../schema/attribute";
import { canonical, json, oneOf, sameJson } from "../schema/validators";
import { keepOrder } from "../sdk/keep-order";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): UserRequest => ({
  name: data.string("name"),
  username: data.string("username"),
  type: data.string("type") as UserTypeEnum,
  isActive: data.bool("is_active"),
  path: data.string("path"),
  email: data.optionalString("email"),
  groups: data.strings("groups"),
  roles: data.strings("roles"),
  attributes: JSON.parse(data.string("attributes")),
});

export const user: Resource = {
  attributes: withId({
    username: required("string"),
    name: optional("string", { default: "" }),
    type: optional("string", { default: "internal", validate: oneOf(UserTypeEnum) }),
    password: optional("string", { sensitive: true }),
    is_active: optional("bool", { default: true }),
    email: optional("string"),
    path: optional("string", { default: "users" }),
    groups: optionalComputed(["list", "string"]),
    roles: optionalComputed(["list", "string"]),
    attributes: optional("string", { default: "{}", validate: json, suppressDiff: sameJson }),
  }),
  async create({ core }, data) {
    const { pk: id } = await core.coreUsersCreate({ userRequest: request(data) });
    const password = data.string("password");
    if (password !== "") await core.coreUsersSetPasswordCreate({ id, userPasswordSetRequest: { password } });
    return String(id);
  },
  async read({ core }, data) {
    const user = await core.coreUsersRetrieve({ id: Number(data.id) });
    return {
      name: user.name,
      type: user.type,
      username: user.username,
      email: user.email,
      is_active: user.isActive,
      path: user.path,
      groups: keepOrder(data.strings("groups"), user.groups ?? []),
      roles: keepOrder(data.strings("roles"), user.roles ?? []),
      attributes: canonical(user.attributes ?? null),
    };
  },
  async update({ core }, data) {
    const { pk } = await core.coreUsersUpdate({ id: Number(data.id), userRequest: request(data) });
    return String(pk);
  },
  delete: ({ core }, data) => core.coreUsersDestroy({ id: Number(data.id) }),
};
