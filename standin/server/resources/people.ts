import { createHash, randomUUID } from "node:crypto";
import { UserTypeEnum } from "@goauthentik/api/dist/models/UserTypeEnum";
import { groupsOf, isSuperuser } from "../core/authentication";
import { choicesOf } from "../core/choices";
import { invalid } from "../core/errors";
import { choice, dictionary, flag, moment, references, text } from "../core/fields";
import {
  anyOf,
  at,
  exact,
  type Filter,
  isNull,
  listsAny,
  plainTruth,
  relatedTo,
  uuid,
  whether,
  withAttributes,
} from "../core/filters";
import { asList, type Json, type JsonObject, type Row } from "../core/json";
import { written } from "../core/moment";
import type { Resource, View } from "../core/resource";
import type { Store } from "../core/store";

const EMAIL =
  /^[^\s@"(),:;<>[\\\]]+@(?:localhost|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63})$/i;
const USER_TYPES = choicesOf(UserTypeEnum);
const AVATAR = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=";

const SUPERUSER_PERMISSIONS = [
  ["change_role", "view_role", "add_role", "add_initialpermissions", "view_initialpermissions"],
  ["assign_role_permissions", "view_media_files", "manage_media_files", "delete_role"],
  ["access_admin_interface", "delete_initialpermissions", "unassign_role_permissions"],
  ["edit_system_settings", "change_initialpermissions", "view_system_settings", "view_system_info"],
].flat();

const attribute = (type: string, nullable: boolean, options: Json = null): JsonObject => ({
  type,
  nullable,
  options,
});
const attributesOf = (model: string): JsonObject => ({
  ...attribute("relation", false),
  relation: `${model}_attributes`,
});

/** What the search box offers for the model. */
const suggestions = (model: string, names: JsonObject): JsonObject => ({
  current_model: model,
  models: { [model]: { ...names, attributes: attributesOf(model) } },
});

/** A number for the group that its UUID determines. */
const numericPk = (pk: Row["pk"]): number =>
  Number(
    BigInt(`0x${String(pk).replaceAll("-", "")}`)
      .toString()
      .slice(0, 5),
  );

/** A group as users and policy bindings embed it. */
export const embeddedGroup = (group: Row): JsonObject => ({
  pk: group.pk,
  num_pk: numericPk(group.pk),
  name: group.name,
  is_superuser: group.is_superuser,
  attributes: group.attributes,
});

/** A user as groups and policy bindings embed it. */
export const embeddedUser = (user: Row): JsonObject => ({
  pk: user.pk,
  username: user.username,
  name: user.name,
  is_active: user.is_active,
  last_login: user.last_login,
  email: user.email,
  attributes: user.attributes,
  uid: user.uid,
});

const relatedGroup = (group: Row): JsonObject => ({
  pk: group.pk,
  name: group.name,
  is_superuser: group.is_superuser,
  attributes: group.attributes,
  group_uuid: group.pk,
});

const rolesOf = (row: Row, store: Store): JsonObject[] =>
  store.filter("role", ({ pk }) => (row.roles as Json[]).includes(pk)).map(({ pk, name }) => ({ pk, name }));

const isMember = (group: Row, user: Row): boolean => asList(user.groups).includes(group.pk);

const wants = ({ query }: View, name: string, fallback: boolean): boolean =>
  (query.get(name) ?? String(fallback)).toLowerCase() === "true";

function groupRelations(group: Row, view: View): JsonObject {
  const { store } = view;
  const members = store.filter("user", (user) => (user.groups as Json[]).includes(group.pk));
  const children = store.filter("group", (other) => (other.parents as Json[]).includes(group.pk));
  const parents = store.filter("group", ({ pk }) => (group.parents as Json[]).includes(pk));
  return {
    num_pk: numericPk(group.pk),
    parents_obj: wants(view, "include_parents", false) ? parents.map(relatedGroup) : null,
    users: members.map(({ pk }) => pk),
    users_obj: wants(view, "include_users", true) ? members.map(embeddedUser) : null,
    roles_obj: rolesOf(group, store),
    inherited_roles_obj: wants(view, "include_inherited_roles", false)
      ? parents.flatMap((parent) => rolesOf(parent, store))
      : null,
    children: children.map(({ pk }) => pk),
    children_obj: wants(view, "include_children", false) ? children.map(relatedGroup) : null,
  };
}

function setMembers(group: Row, { users }: JsonObject, store: Store): void {
  if (!Array.isArray(users)) return;
  for (const user of [...store.rows("user")]) {
    const others = (user.groups as Json[]).filter((pk) => pk !== group.pk);
    const memberships = users.includes(user.pk) ? [...others, group.pk] : others;
    if (memberships.length !== (user.groups as Json[]).length)
      store.update("user", user, { groups: memberships });
  }
}

export const groups: Resource = {
  path: "core/groups",
  table: "group",
  model: { app: "authentik_core", name: "group", label: "Group" },
  fields: {
    name: text({ required: true, unique: "Group with this name already exists." }),
    is_superuser: flag(false),
    parents: references("group"),
    users: { ...references("user", "integer"), writeOnly: true, reference: undefined, resetByPut: true },
    attributes: dictionary(),
    roles: references("role"),
  },
  listedByDevices: true,
  afterWrite: setMembers,
  computed: groupRelations,
  search: ["name", "is_superuser"],
  filters: {
    name: exact,
    is_superuser: plainTruth,
    members_by_pk: relatedTo("user", "pk", isMember),
    members_by_username: relatedTo("user", "username", isMember),
    attributes: withAttributes,
  },
  ordering: ["name"],
  autocomplete: () =>
    suggestions("authentik_core.group", {
      name: attribute("str", false),
      is_superuser: attribute("bool", true),
    }),
};

function checkPath(path: string): string | undefined {
  if (path.startsWith("/") || path.endsWith("/")) return "No leading or trailing slashes allowed.";
  return path.includes("//") ? "No empty segments in user path allowed." : undefined;
}

/** What authentik keeps for itself are the service accounts of its outposts. */
const INTERNAL = "internal_service_account";

/** Moments of the user that a list can be narrowed by. */
const narrowedBy = (attribute: string): Record<string, Filter> => ({
  [attribute]: at(attribute),
  [`${attribute}__gt`]: at(attribute, (given, wanted) => given > wanted),
  [`${attribute}__lt`]: at(attribute, (given, wanted) => given < wanted),
});

export const users: Resource = {
  path: "core/users",
  table: "user",
  model: { app: "authentik_core", name: "user", label: "User" },
  listedByDevices: true,
  pkKind: "integer",
  fields: {
    username: text({ required: true, max: 150, unique: "This field must be unique." }),
    name: text({ required: true, blank: true }),
    is_active: flag(true),
    last_login: moment(),
    groups: { ...references("group"), resetByPut: true },
    roles: { ...references("role"), resetByPut: true },
    email: text({
      blank: true,
      max: 254,
      check: (value) => (EMAIL.test(value) ? undefined : "Enter a valid email address."),
    }),
    attributes: dictionary(),
    path: text({ default: "users", check: checkPath }),
    type: choice(USER_TYPES),
  },
  checkFields: ({ type }, existing): JsonObject => {
    if (!existing && type === INTERNAL)
      return { type: ["Setting a user to internal service account is not allowed."] };
    return existing?.type === INTERNAL && type !== undefined && type !== INTERNAL
      ? { type: ["Can't change internal service account to other user type."] }
      : {};
  },
  validate: (_values, existing) => {
    if (existing?.type === INTERNAL)
      throw invalid({ non_field_errors: ["Can't modify internal service account users"] });
  },
  generated: ({ pk }) => {
    const id = randomUUID();
    const created = written(new Date());
    return {
      uuid: id,
      uid: createHash("sha256").update(`${pk}-${id}`).digest("hex"),
      date_joined: created,
      password_change_date: created,
      last_updated: created,
    };
  },
  computed: (user, view) => ({
    date_joined: user.date_joined,
    is_superuser: isSuperuser(user, view.store),
    groups_obj: wants(view, "include_groups", true)
      ? view.store.filter("group", ({ pk }) => (user.groups as Json[]).includes(pk)).map(embeddedGroup)
      : null,
    roles_obj: wants(view, "include_roles", true) ? rolesOf(user, view.store) : null,
    avatar: AVATAR,
    uid: user.uid,
    uuid: user.uuid,
    password_change_date: user.password_change_date,
    last_updated: user.last_updated,
  }),
  search: ["username", "name", "email", "uuid"],
  filters: {
    username: exact,
    name: exact,
    email: exact,
    uuid: uuid("uuid"),
    path: exact,
    path_startswith: (_name, values) => (user) => String(user.path).startsWith(values[0] ?? ""),
    is_active: plainTruth,
    is_superuser: whether((user, store) =>
      asList(user.groups).some((pk) => store.get("group", pk)?.is_superuser === true),
    ),
    type: anyOf(USER_TYPES),
    groups_by_pk: (_name, values, rows, store) => listsAny("group")("groups", values, rows, store),
    groups_by_name: relatedTo("group", "name", (user, { pk }) => asList(user.groups).includes(pk)),
    roles_by_pk: (_name, values, rows, store) => listsAny("role")("roles", values, rows, store),
    roles_by_name: relatedTo("role", "name", (user, { pk }) => asList(user.roles).includes(pk)),
    attributes: withAttributes,
    last_login__isnull: isNull("last_login"),
    ...narrowedBy("date_joined"),
    ...narrowedBy("last_updated"),
    ...narrowedBy("last_login"),
  },
  ordering: ["username", "date_joined", "last_updated", "last_login"],
  autocomplete: () =>
    suggestions("authentik_core.user", {
      username: attribute("str", false),
      name: attribute("str", false),
      email: attribute("str", false),
      path: attribute("str", false),
      is_active: attribute("bool", true),
      type: attribute("str", false, USER_TYPES),
    }),
};

/** The answer of `core/users/me/`. */
export const ownProfile = (user: Row, store: Store): JsonObject => ({
  user: {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    is_superuser: isSuperuser(user, store),
    groups: groupsOf(user, store).map(({ name, pk }) => ({ name, pk })),
    roles: rolesOf(user, store),
    email: user.email,
    avatar: AVATAR,
    uid: user.uid,
    settings: {},
    type: user.type,
    system_permissions: isSuperuser(user, store) ? SUPERUSER_PERMISSIONS : [],
  },
});
