import type { EnrollmentTokenRequest } from "@goauthentik/api/dist/models/EnrollmentTokenRequest";
import { computed, optional, required, withId } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): EnrollmentTokenRequest => ({
  name: data.string("name"),
  expiring: data.bool("expiring"),
  deviceGroup: data.optionalString("device_access_group") ?? null,
  connector: data.string("connector"),
  expires: instant(data.string("expires")),
});

function instant(text: string): Date | undefined {
  if (text === "") return undefined;
  const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  const time = new Date(text);
  if (!rfc3339.test(text) || Number.isNaN(time.getTime())) {
    throw new ProviderError(
      `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)}`,
    );
  }
  return time;
}

export const enrollmentToken: Resource = {
  attributes: withId({
    key: computed("string", { sensitive: true }),
    expires_in: computed("number"),
    retrieve_key: optional("bool", { default: false }),
    name: required("string"),
    device_access_group: optional("string"),
    connector: required("string"),
    expires: optional("string"),
    expiring: optional("bool", { default: true }),
  }),
  async create({ endpoints }, data) {
    const token = await endpoints.endpointsAgentsEnrollmentTokensCreate({
      enrollmentTokenRequest: request(data),
    });
    return token.tokenUuid;
  },
  async read({ endpoints }, data) {
    const tokenUuid = data.id;
    const token = await endpoints.endpointsAgentsEnrollmentTokensRetrieve({ tokenUuid });
    // `expires`, `expiring` and `retrieve_key` are not read: the real provider does not notice when they change.
    return {
      name: token.name,
      connector: token.connector,
      device_access_group: token.deviceGroup,
      ...(token.expires && { expires_in: (token.expires.getTime() - Date.now()) / 1000 }),
      ...(data.bool("retrieve_key") && {
        key: (await endpoints.endpointsAgentsEnrollmentTokensViewKeyRetrieve({ tokenUuid })).key,
      }),
    };
  },
  async update({ endpoints }, data) {
    const token = await endpoints.endpointsAgentsEnrollmentTokensUpdate({
      tokenUuid: data.id,
      enrollmentTokenRequest: request(data),
    });
    return token.tokenUuid;
  },
  delete: ({ endpoints }, data) => endpoints.endpointsAgentsEnrollmentTokensDestroy({ tokenUuid: data.id }),
};
