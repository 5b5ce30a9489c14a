import { instanceOfAgentConnector } from "@goauthentik/api/dist/models/AgentConnector";
import { instanceOfApplication } from "@goauthentik/api/dist/models/Application";
import { instanceOfBrand } from "@goauthentik/api/dist/models/Brand";
import { instanceOfCertificateKeyPair } from "@goauthentik/api/dist/models/CertificateKeyPair";
import { instanceOfConnector } from "@goauthentik/api/dist/models/Connector";
import { instanceOfDeviceAccessGroup } from "@goauthentik/api/dist/models/DeviceAccessGroup";
import { instanceOfEndpointDevice } from "@goauthentik/api/dist/models/EndpointDevice";
import { instanceOfEndpointStage } from "@goauthentik/api/dist/models/EndpointStage";
import { instanceOfEnrollmentToken } from "@goauthentik/api/dist/models/EnrollmentToken";
import { instanceOfEvent } from "@goauthentik/api/dist/models/Event";
import { instanceOfFlow } from "@goauthentik/api/dist/models/Flow";
import { instanceOfFlowStageBinding } from "@goauthentik/api/dist/models/FlowStageBinding";
import { instanceOfGroup } from "@goauthentik/api/dist/models/Group";
import { instanceOfOAuth2Provider } from "@goauthentik/api/dist/models/OAuth2Provider";
import { instanceOfPolicy } from "@goauthentik/api/dist/models/Policy";
import { instanceOfPolicyBinding } from "@goauthentik/api/dist/models/PolicyBinding";
import { instanceOfProvider } from "@goauthentik/api/dist/models/Provider";
import { instanceOfScopeMapping } from "@goauthentik/api/dist/models/ScopeMapping";
import { instanceOfStage } from "@goauthentik/api/dist/models/Stage";
import { instanceOfUser } from "@goauthentik/api/dist/models/User";
import { type Client, setUpDeviceLogin, startClient } from "./client";

const snakeToCamel = (key: string): string => key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The attributes under the names the official client gives them. */
const clientNames = (row: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [snakeToCamel(key), value]));

describe("the official client", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
    const { application } = await setUpDeviceLogin(client);
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    await client.post("endpoints/device_access_groups/", { name: "g" });
    await client.post("stages/endpoints/", { name: "s", connector });
    await client.post("policies/bindings/", { target: application, user: 3, order: 0 });
    const token = (await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector })).body;
    const { key } = (await client.get(`endpoints/agents/enrollment_tokens/${token.token_uuid}/view_key/`))
      .body;
    await client
      .as(String(key))
      .post("endpoints/agents/connectors/enroll/", { device_serial: "1", device_name: "laptop" });
  });
  afterAll(() => client.server.close());

  test.each<[string, (value: object) => boolean]>([
    ["core/applications/", instanceOfApplication],
    ["core/brands/", instanceOfBrand],
    ["core/groups/", instanceOfGroup],
    ["core/users/", instanceOfUser],
    ["crypto/certificatekeypairs/", instanceOfCertificateKeyPair],
    ["endpoints/agents/connectors/", instanceOfAgentConnector],
    ["endpoints/agents/enrollment_tokens/", instanceOfEnrollmentToken],
    ["endpoints/connectors/", instanceOfConnector],
    ["endpoints/device_access_groups/", instanceOfDeviceAccessGroup],
    ["endpoints/devices/", instanceOfEndpointDevice],
    ["events/events/", instanceOfEvent],
    ["flows/bindings/", instanceOfFlowStageBinding],
    ["flows/instances/", instanceOfFlow],
    ["policies/all/", instanceOfPolicy],
    ["policies/bindings/", instanceOfPolicyBinding],
    ["propertymappings/provider/scope/", instanceOfScopeMapping],
    ["providers/all/", instanceOfProvider],
    ["providers/oauth2/", instanceOfOAuth2Provider],
    ["stages/all/", instanceOfStage],
    ["stages/endpoints/", instanceOfEndpointStage],
  ])("finds in every object of %s what it needs", async (path, isInstance) => {
    // Act
    const { results } = (await client.list(path)).body;

    // Assert
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter((row) => !isInstance(clientNames(row)))).toEqual([]);
  });
});
