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

  /** As people write it in HCL of their own: names and slugs of theirs, and what tutorials for OAuth2 clients set. */
  async ofHandWrittenHcl(): Promise<{ connector: ApiObject }> {
    const flow = await this.flow("acme-device-login", {
      ...{ name: "ACME device login", title: "Sign in your device", authentication: "require_authenticated" },
      ...{ background: "/static/dist/assets/images/flow_background.jpg", compatibility_mode: true },
    });
    await this.giveBrand(flow);
    const brand = { domain: "id.acme.example", flow_device_code: flow.pk };
    await this.api.post("/core/brands/", brand);
    const provider = await this.provider({
      ...{ name: "acme-agent", client_id: "acme-cli", sub_mode: "user_email", issuer_mode: "global" },
      authorization_flow: await this.flowId("default-provider-authorization-explicit-consent"),
      authentication_flow: await this.flowId("default-authentication-flow"),
      property_mappings: await this.mappings("openid", "email", "profile", "offline_access", "entitlements"),
      grant_types: [DEVICE_CODE, "refresh_token", "authorization_code", "client_credentials"],
      redirect_uris: [
        {
          matching_mode: "strict",
          url: "http://localhost:8250/callback",
          redirect_uri_type: "authorization",
        },
        { matching_mode: "regex", url: "https://.*\\.acme\\.example/cb", redirect_uri_type: "authorization" },
        { matching_mode: "strict", url: "https://acme.example/bye", redirect_uri_type: "logout" },
      ],
      ...{ access_code_validity: "minutes=5", access_token_validity: "minutes=30" },
    });
    const application = await this.application("acme-terminal", provider, {
      ...{
        name: "ACME terminal",
        group: "Tools",
        meta_description: "Logs in terminals",
        meta_publisher: "ACME IT",
      },
      ...{ meta_launch_url: "blank://blank", policy_engine_mode: "all", open_in_new_tab: true },
    });
    const members = { name: "ACME engineers", users: [(await this.user()).user] };
    const engineers = { group: (await this.api.post("/core/groups/", members)).pk };
    await this.bind(application, engineers, 10);
    await this.bind(application, { ...(await this.user()), negate: true, timeout: 60 }, 20);
    const connector = await this.connector("ACME workstations", [provider], {
      ...{
        refresh_interval: "hours=1",
        nss_uid_offset: 5000,
        nss_gid_offset: 6000,
        snapshot_expiry: "days=7",
      },
      challenge_key: await this.signingKey(),
      authorization_flow: await this.flowId("default-provider-authorization-explicit-consent"),
    });
    const laptops = await this.deviceAccessGroup("Laptops & desktops");
    const kiosks = await this.deviceAccessGroup("Kiosks");
    await this.bind(laptops, engineers, 0);
    await this.bind(laptops, await this.group(), 1);
    const hours = { name: "office hours", expression: "return True" };
    await this.bind(kiosks, { policy: (await this.api.post("/policies/expression/", hours)).pk });
    await this.token("rollout 2026", connector, laptops);
    await this.token("kiosks", connector, kiosks, { expiring: true, expires: "2046-01-31T12:00:00Z" });
    await this.token("spare", connector, kiosks);
    const stage = await this.stage("acme-known-device", connector);
    await this.api.post("/flows/bindings/", {
      ...{ stage: stage.pk, target: await this.flowId("default-authentication-flow"), order: 15 },
      ...{ evaluate_on_plan: false, re_evaluate_policies: true },
    });
    return { connector };
  }

  /** What the clicks of authentik's documentation make, with the names that its form suggests. */
  async ofClicks(): Promise<{ provider: ApiObject; connector: ApiObject }> {
    await this.giveBrand(
      await this.flow("default-device-code-flow", {
        ...{
          name: "default-device-code-flow",
          title: "Device code flow",
          authentication: "require_authenticated",
        },
      }),
    );
    const provider = await this.provider({ name: "Provider for authentik-cli" });
    await this.application("authentik-cli", provider);
    return { provider, connector: await this.connector("authentik Agent", [provider]) };
  }
}
