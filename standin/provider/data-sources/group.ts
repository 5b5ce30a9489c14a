import type { Group } from "@goauthentik/api/dist/models/Group";
import type { Authentik } from "../authentik/client";
import { computed, optional, withId } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import { canonical } from "../schema/validators";
import type { DataSource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";
import { onlyMatch } from "./first-match";
import { rfc3339 } from "./time";

const PK_OR_NAME = ["pk", "name"];

async function find({ core }: Authentik, data: ResourceData): Promise<Group> {
  // The Go client sends the API's own defaults too.
  const include = {
    includeChildren: false,
    includeInheritedRoles: false,
    includeParents: false,
    includeUsers: data.bool("include_users"),
  };
  const [groupUuid, name] = [data.optionalString("pk"), data.optionalString("name")];
  if (groupUuid) return core.coreGroupsRetrieve({ groupUuid, ...include });
  if (name) return onlyMatch(await core.coreGroupsList({ name, ...include }), "groups");
  throw new ProviderError("Neither pk nor name were provided");
}

export const group: DataSource = {
  attributes: withId({
    pk: optional("string", { exactlyOneOf: PK_OR_NAME }),
    num_pk: computed("number"),
    name: optional("string", { exactlyOneOf: PK_OR_NAME }),
    include_users: optional("bool", { default: true }),
    is_superuser: computed("bool"),
    parents: computed(["list", "string"]),
    parent_name: computed("string"),
    users: computed(["list", "number"]),
    attributes: computed("string"),
    users_obj: computed([
      "list",
      [
        "object",
        {
          pk: "number",
          username: "string",
          name: "string",
          is_active: "bool",
          last_login: "string",
          email: "string",
          attributes: "string",
          uid: "string",
        },
      ],
    ]),
  }),
  async read(authentik, data) {
    const group = await find(authentik, data);
    return {
      id: group.pk,
      pk: group.pk,
      num_pk: group.numPk,
      name: group.name,
      is_superuser: group.isSuperuser,
      parents: group.parents,
      users: group.users,
      attributes: canonical(group.attributes ?? null),
      users_obj: (group.usersObj ?? []).map((user) => ({
        pk: user.pk,
        username: user.username,
        name: user.name,
        is_active: user.isActive,
        last_login: rfc3339(user.lastLogin),
        email: user.email,
        attributes: canonical(user.attributes ?? null),
        uid: user.uid,
      })),
    };
  },
};
