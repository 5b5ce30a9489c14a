import type { Api, ApiObject } from "./api";

const MANAGED_SCOPE = "goauthentik.io/providers/oauth2/scope-";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** Makes the parts of set-ups over the API, as authentik has them whoever made them: what is not given is authentik's own. */
export class SetUps {
  constructor(private readonly api: Api) {}

  async flow(slug: string, values: ApiObject = {}): Promise<ApiObject> {
    return this.api.post("/flows/instances/", {
      ...{ name: slug, title: slug, slug, designation: "stage_configuration" },
      ...values,
    });
  }

  async giveBrand(flow: ApiObject, domain = "authentik-default"): Promise<void> {
    const { brand_uuid } = await this.api.find("/core/brands/", { domain });
    await this.api.change(`/core/brands/${brand_uuid}/`, { flow_device_code: flow.pk });
  }

  /** A public provider with the documentation's scopes, signing key and flows. */
  async provider(values: ApiObject = {}): Promise<ApiObject> {
    return this.api.post("/providers/oauth2/", {
      ...{ name: "authentik-cli", client_id: "authentik-cli", client_type: "public", redirect_uris: [] },
      authorization_flow: await this.flowId("default-provider-authorization-implicit-consent"),
      invalidation_flow: await this.flowId("default-provider-invalidation-flow"),
      signing_key: await this.signingKey(),
      property_mappings: await this.mappings("openid", "email", "profile", "offline_access"),
      ...values,
    });
  }

  async application(
    slug: string,
    provider: ApiObject | undefined,
    values: ApiObject = {},
  ): Promise<ApiObject> {
    const application = { name: slug, slug, provider: provider?.pk ?? null, ...values };
    return this.api.post("/core/applications/", application);
  }

  async connector(name: string, providers: readonly ApiObject[], values: ApiObject = {}): Promise<ApiObject> {
    const jwt_federation_providers = providers.map(({ pk }) => pk);
    return this.api.post("/endpoints/agents/connectors/", { name, jwt_federation_providers, ...values });
  }

  async deviceAccessGroup(name: string): Promise<ApiObject> {
    return this.api.post("/endpoints/device_access_groups/", { name });
  }

  async token(
    name: string,
    connector: ApiObject,
    group?: ApiObject,
    values: ApiObject = { expiring: false },
  ): Promise<ApiObject> {
    return this.api.post("/endpoints/agents/enrollment_tokens/", {
      ...{ name, connector: connector.connector_uuid, device_group: group?.pbm_uuid ?? null },
      ...values,
    });
  }

  async stage(name: string, connector: ApiObject, values: ApiObject = {}): Promise<ApiObject> {
    return this.api.post("/stages/endpoints/", { name, connector: connector.connector_uuid, ...values });
  }

  /** Binds people to an application or a device access group. */
  async bind(target: ApiObject, whom: ApiObject, order = 0): Promise<ApiObject> {
    return this.api.post("/policies/bindings/", { target: target.pbm_uuid ?? target.pk, ...whom, order });
  }

  async group(name = "authentik Admins"): Promise<ApiObject> {
    return { group: (await this.api.find("/core/groups/", { name })).pk };
  }

  async user(username = "akadmin"): Promise<ApiObject> {
    return { user: (await this.api.find("/core/users/", { username })).pk };
  }

  async flowId(slug: string): Promise<unknown> {
    return (await this.api.get(`/flows/instances/${slug}/`)).pk;
  }

  async signingKey(): Promise<unknown> {
    return (
      await this.api.find("/crypto/certificatekeypairs/", { name: "authentik Self-signed Certificate" })
    ).pk;
  }

  async mappings(...scopes: readonly string[]): Promise<unknown[]> {
    const wanted = scopes.map((scope) => (scope.includes("/") ? scope : MANAGED_SCOPE + scope));
    const all = await this.api.list("/propertymappings/provider/scope/");
    return all.filter(({ managed }) => wanted.includes(String(managed))).map(({ pk }) => pk);
  }

  /** The blueprints of the agent's own repository for the CLI and the flow. */
  async ofBlueprintsWithoutAgent(): Promise<{ provider: ApiObject }> {
    await this.giveBrand(await this.flow("device-code", { name: "Device code", title: "Device code" }));
    const provider = await this.provider({ grant_types: [DEVICE_CODE, "refresh_token"] });
    await this.application("authentik-cli", provider, { name: "authentik CLI" });
    return { provider };
  }

  /** All three of those blueprints. */
  async ofBlueprints(): Promise<{ provider: ApiObject; connector: ApiObject }> {
    const { provider } = await this.ofBlueprintsWithoutAgent();
    const connector = await this.connector("agent", [provider], {
      authorization_flow: await this.flowId("default-provider-authorization-implicit-consent"),
      challenge_key: await this.signingKey(),
    });
    const group = await this.deviceAccessGroup("workstation-prod");
    await this.bind(group, await this.group());
    await this.token("workstation-prod", connector, group);
    return { provider, connector };
  }
}
