import { required, withId } from "../schema/attribute";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData) => ({ deviceAccessGroupRequest: { name: data.string("name") } });

export const deviceAccessGroup: Resource = {
  attributes: withId({ name: required("string") }),
  async create({ endpoints }, data) {
    return (await endpoints.endpointsDeviceAccessGroupsCreate(request(data))).pbmUuid;
  },
  async read({ endpoints }, data) {
    const { name } = await endpoints.endpointsDeviceAccessGroupsRetrieve({ pbmUuid: data.id });
    return { name };
  },
  async update({ endpoints }, data) {
    const pbmUuid = data.id;
    return (await endpoints.endpointsDeviceAccessGroupsUpdate({ pbmUuid, ...request(data) })).pbmUuid;
  },
  delete: ({ endpoints }, data) => endpoints.endpointsDeviceAccessGroupsDestroy({ pbmUuid: data.id }),
};
