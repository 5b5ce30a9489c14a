import { SCOPE_EXPRESSIONS } from "../../../standin/server/core/expressions";
import { audit } from "../../../tools/findings/audit";
import type { Finding } from "../../../tools/findings/finding";
import type { LiveSetUp } from "../../../tools/findings/live-set-up";
import type { Evidence } from "../../../tools/findings/rule";
import { EMPTY_LOCK } from "../../../tools/findings/scope-mapping-lock";
import {
  managedSetUp,
  type StateJson,
  type StackJson as SynthesisedStack,
} from "../../../tools/set-up/stack";

export const NOW = new Date("2026-11-24T12:00:00Z");

/** A small stack as cdktf writes it: one access group, one device access group, one enrollment token. */
export const STACK: SynthesisedStack = {
  terraform: { required_providers: { authentik: { version: "~> 2026.5.0" } } },
  data: { authentik_group: { engineers: { name: "engineers" } } },
  resource: {
    authentik_flow: { device_code_flow: { slug: "default-device-code-flow" } },
    authentik_brand: {
      default_brand: { default: true, flow_device_code: "${authentik_flow.device_code_flow.uuid}" },
    },
    authentik_provider_oauth2: { cli_provider: { name: "authentik-cli", client_id: "authentik-cli" } },
    authentik_application: { cli_application: { name: "authentik-cli", slug: "authentik-cli" } },
    authentik_policy_binding: {
      cli_access_group_engineers: { target: "${authentik_application.cli_application.uuid}", order: 0 },
      laptops_access_group_engineers: {
        target: "${authentik_endpoints_device_access_group.device_access_group_laptops.id}",
        order: 0,
      },
    },
    authentik_endpoints_connector_agent: { connector: { name: "authentik Agent", enabled: true } },
    authentik_endpoints_device_access_group: { device_access_group_laptops: { name: "laptops" } },
    authentik_endpoints_connector_agent_enrollment_token: {
      enrollment_token_laptops: { name: "laptops", expiring: true },
    },
  },
};

const deployed = (address: string, values: Record<string, unknown>, mode = "managed") => {
  const [type, name] = address.replace("data.", "").split(".") as [string, string];
  return { address, mode, type, name, values };
};

/** The state after that stack was applied. */
export const STATE: StateJson = {
  values: {
    root_module: {
      resources: [
        deployed("data.authentik_group.engineers", { id: "group-1", is_superuser: false }, "data"),
        deployed("authentik_flow.device_code_flow", {
          id: "default-device-code-flow",
          slug: "default-device-code-flow",
          uuid: "flow-1",
        }),
        deployed("authentik_brand.default_brand", { id: "brand-1", domain: "authentik-default" }),
        deployed("authentik_provider_oauth2.cli_provider", {
          id: "1",
          name: "authentik-cli",
          client_id: "authentik-cli",
          signing_key: "key-1",
        }),
        deployed("authentik_application.cli_application", {
          id: "authentik-cli",
          slug: "authentik-cli",
          name: "authentik-cli",
          uuid: "app-1",
        }),
        deployed("authentik_policy_binding.cli_access_group_engineers", { id: "binding-1", target: "app-1" }),
        deployed("authentik_policy_binding.laptops_access_group_engineers", {
          id: "binding-of-laptops",
          target: "laptops-1",
        }),
        deployed("authentik_endpoints_connector_agent.connector", {
          id: "connector-1",
          name: "authentik Agent",
          jwt_federation_providers: [1],
        }),
        deployed("authentik_endpoints_device_access_group.device_access_group_laptops", {
          id: "laptops-1",
          name: "laptops",
        }),
        deployed("authentik_endpoints_connector_agent_enrollment_token.enrollment_token_laptops", {
          id: "token-1",
          name: "laptops",
        }),
      ],
    },
  },
};

export const BINDING = {
  pk: "binding-1",
  target: "app-1",
  enabled: true,
  negate: false,
  group: "group-1",
  user: null,
  policy: null,
  group_obj: { name: "engineers" },
};

export const LAPTOPS_BINDING = {
  ...BINDING,
  pk: "binding-of-laptops",
  target: "laptops-1",
  group: null,
  group_obj: null,
  user: 3,
  user_obj: { username: "ann" },
};

export const MAPPING = {
  pk: "mapping-1",
  name: "authentik default OAuth Mapping: OpenID 'openid'",
  managed: "goauthentik.io/providers/oauth2/scope-openid",
  scope_name: "openid",
  expression: SCOPE_EXPRESSIONS.openid.text,
};

export const NEEDED_MAPPINGS = (["profile", "offline_access"] as const).map((scope) => ({
  pk: `mapping-${scope}`,
  name: `authentik default OAuth Mapping: OpenID '${scope}'`,
  managed: `goauthentik.io/providers/oauth2/scope-${scope}`,
  scope_name: scope,
  expression: SCOPE_EXPRESSIONS[scope].text,
}));

export const PROVIDER = {
  pk: 1,
  name: "authentik-cli",
  client_id: "authentik-cli",
  assigned_application_slug: "authentik-cli",
  grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
  property_mappings: ["mapping-1", "mapping-profile", "mapping-offline_access"],
};

export const BRAND = {
  brand_uuid: "brand-1",
  domain: "authentik-default",
  default: true,
  flow_device_code: "flow-1",
};

export const CONNECTOR = {
  connector_uuid: "connector-1",
  name: "authentik Agent",
  jwt_federation_providers: [1],
};

export const TOKEN = {
  token_uuid: "token-1",
  name: "laptops",
  connector: "connector-1",
  expiring: true,
  expires: "2026-11-24T12:20:00Z",
};

export const GROUP = { pk: "group-1", name: "engineers", is_superuser: false, users: [3] };

/** A live server that is exactly what the stack made of it. */
export const LIVE = {
  url: "https://auth.example.com",
  version: "2026.5.0",
  clockSkewSeconds: 0,
  missingPermissions: [],
  application: { pk: "app-1", slug: "authentik-cli", name: "authentik-cli", provider: 1 },
  namesakes: [{ pk: "app-1", slug: "authentik-cli", name: "authentik-cli", provider: 1 }],
  providers: [PROVIDER],
  brands: [BRAND],
  connectors: [CONNECTOR],
  enrollmentTokens: [TOKEN],
  scopeMappings: [MAPPING, ...NEEDED_MAPPINGS],
  certificates: [
    { pk: "key-1", name: "authentik Self-signed Certificate", cert_expiry: "2027-11-24T00:00:00Z" },
  ],
  flow: {
    pk: "flow-1",
    slug: "default-device-code-flow",
    name: "Device code",
    policybindingmodel_ptr_id: "flow-target-1",
    stages: [],
  },
  flowStages: [],
  stagePlaces: {},
  stagesOfFlows: {},
  bindings: {
    "app-1": [BINDING],
    "laptops-1": [LAPTOPS_BINDING],
    "flow-target-1": [],
  },
  lost: [],
  seesEverything: true,
  groups: [GROUP],
  otherGroups: [],
  superusers: [],
  missingPolicies: [],
} satisfies LiveSetUp;

/** The evidence of the fresh deployment, with the given parts of the live side replaced. */
export function evidence(live: Partial<LiveSetUp> = {}, stack = STACK, state = STATE): Evidence {
  return {
    managed: managedSetUp("production", stack, state),
    live: { ...LIVE, ...live },
    lock: EMPTY_LOCK,
    now: NOW,
  };
}

/** Code, subject and message of what an audit finds: what the tests of the rules compare. */
export function found(given: Evidence): string[] {
  return audit(given).map(({ code, subject, message }: Finding) => `${code} | ${subject} | ${message}`);
}
