import type { EndpointStageRequest } from "@goauthentik/api/dist/models/EndpointStageRequest";
import { StageModeEnum } from "@goauthentik/api/dist/models/StageModeEnum";
import { optional, required, withId } from "../schema/attribute";
import { oneOf } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): EndpointStageRequest => ({
  name: data.string("name"),
  connector: data.string("connector"),
  mode: data.string("mode") as StageModeEnum,
});

export const stageEndpoints: Resource = {
  attributes: withId({
    name: required("string"),
    connector: required("string"),
    mode: optional("string", { default: "optional", validate: oneOf(StageModeEnum) }),
  }),
  async create({ stages }, data) {
    return (await stages.stagesEndpointsCreate({ endpointStageRequest: request(data) })).pk;
  },
  async read({ stages }, data) {
    const { name, connector, mode } = await stages.stagesEndpointsRetrieve({ stageUuid: data.id });
    return { name, connector, mode };
  },
  async update({ stages }, data) {
    const stageUuid = data.id;
    return (await stages.stagesEndpointsUpdate({ stageUuid, endpointStageRequest: request(data) })).pk;
  },
  delete: ({ stages }, data) => stages.stagesEndpointsDestroy({ stageUuid: data.id }),
};
