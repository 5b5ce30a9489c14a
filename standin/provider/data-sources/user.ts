import type { User } from "@goauthentik/api/dist/models/User";
import type { Authentik } from "../authentik/client";
import { computed, optionalComputed, withId } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import { canonical } from "../schema/validators";
import type { DataSource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";
import { onlyMatch } from "./first-match";
import { rfc3339 } from "./time";

const PK_OR_USERNAME = ["pk", "username"];

async function find({ core }: Authentik, data: ResourceData): Promise<User> {
  const [id, username] = [data.optionalInt("pk"), data.optionalString("username")];
  if (id) return core.coreUsersRetrieve({ id });
  if (!username) throw new ProviderError("Neither pk nor username were provided");
  // The Go client sends the API's own defaults too.
  const found = await core.coreUsersList({ username, includeGroups: true, includeRoles: true });
  return onlyMatch(found, "users");
}

export const user: DataSource = {
  attributes: withId({
    pk: optionalComputed("number", { exactlyOneOf: PK_OR_USERNAME }),
    username: optionalComputed("string", { exactlyOneOf: PK_OR_USERNAME }),
    type: computed("string"),
    name: computed("string"),
    is_active: computed("bool"),
    last_login: computed("string"),
    date_joined: computed("string"),
    is_superuser: computed("bool"),
    groups: computed(["list", "string"]),
    email: computed("string"),
    avatar: computed("string"),
    attributes: computed("string"),
    uid: computed("string"),
    uuid: computed("string"),
    path: computed("string"),
  }),
  async read(authentik, data) {
    const user = await find(authentik, data);
    return {
      id: String(user.pk),
      pk: user.pk,
      username: user.username,
      type: user.type,
      name: user.name,
      is_active: user.isActive,
      last_login: rfc3339(user.lastLogin),
      date_joined: rfc3339(user.dateJoined),
      is_superuser: user.isSuperuser,
      groups: user.groups,
      email: user.email,
      avatar: user.avatar,
      attributes: canonical(user.attributes ?? null),
      uid: user.uid,
      uuid: user.uuid,
      path: user.path,
    };
  },
};
