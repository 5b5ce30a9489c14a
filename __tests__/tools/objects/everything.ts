import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { DEVICE_CODE_GRANT } from "../../../lib/rules/choices";

type Values = Readonly<Record<string, unknown>>;

const binding = {
  group: "staff",
  order: 5,
  negate: true,
  enabled: false,
  timeoutSeconds: 11,
  failureResult: true,
};

/** An environment in which every setting has a value of its own, other than the one it has by default. */
export const EVERYTHING = {
  deviceCodeFlow: {
    name: "Codes",
    title: "Enter the code",
    slug: "codes",
    designation: "authorization",
    authentication: "none",
    layout: "sidebar_left",
    background: "/static/codes.jpg",
    policyEngineMode: "all",
    deniedAction: "message",
    compatibilityMode: false,
  },
  brands: { default: "brand.example.com", others: ["other.example.com"] },
  cli: {
    name: "CLI provider",
    clientId: "cli-client",
    authorizationFlow: "flow-of-authorization",
    authenticationFlow: "flow-of-authentication",
    invalidationFlow: "flow-of-invalidation",
    signingKey: "signing certificate",
    scopes: ["openid", "entitlements"],
    apiAccess: false,
    customScopeMappings: ["mapping of ours"],
    grantTypes: [DEVICE_CODE_GRANT, "password"],
    redirectUris: [{ url: "https://back.example.com", matchingMode: "regex", type: "logout" }],
    accessCodeValidity: "minutes=2",
    accessTokenValidity: "minutes=3",
    refreshTokenValidity: "days=4",
    refreshTokenThreshold: "seconds=5",
    includeClaimsInIdToken: false,
    issuerMode: "global",
    subjectMode: "user_uuid",
    logoutMethod: "frontchannel",
    application: {
      name: "CLI application",
      slug: "cli-application",
      group: "Tools",
      policyEngineMode: "all",
      launchUrl: "https://launch.example.com",
      icon: "https://icon.example.com",
      description: "what it is",
      publisher: "who made it",
      openInNewTab: true,
      hide: true,
    },
    access: [
      binding,
      { user: "ann" },
      { policy: { name: "office hours", id: "0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60" } },
    ],
  },
  cliApplications: [
    {
      name: "Cluster",
      preset: "kubernetes",
      clientId: "cluster-client",
      authorizationFlow: "flow-of-authorization-2",
      authenticationFlow: "flow-of-authentication-2",
      invalidationFlow: "flow-of-invalidation-2",
      signingKey: "signing certificate 2",
      scopes: ["openid", "email"],
      apiAccess: true,
      customScopeMappings: ["mapping of ours"],
      grantTypes: ["client_credentials", "password"],
      redirectUris: [{ url: "http://localhost:8000", matchingMode: "regex", type: "logout" }],
      accessCodeValidity: "minutes=12",
      accessTokenValidity: "minutes=13",
      refreshTokenValidity: "days=14",
      refreshTokenThreshold: "seconds=15",
      includeClaimsInIdToken: false,
      issuerMode: "global",
      subjectMode: "user_uuid",
      logoutMethod: "frontchannel",
      furtherFederatedProviders: ["further provider"],
      application: {
        name: "Cluster application",
        slug: "cluster-application",
        group: "Clusters",
        policyEngineMode: "all",
        launchUrl: "https://launch.example.org",
        icon: "https://icon.example.org",
        description: "what the cluster is",
        publisher: "who made the cluster",
        openInNewTab: true,
        hide: true,
      },
      access: [binding],
    },
  ],
  connector: {
    name: "Connector",
    refreshInterval: "minutes=6",
    enabled: false,
    furtherFederatedProviders: ["further provider"],
    snapshotExpiry: "hours=7",
    authSessionDuration: "hours=9",
    authTerminateSessionOnExpiry: false,
    authorizationFlow: "flow-on-devices",
    nssUidOffset: 5000,
    nssGidOffset: 6000,
    challengeKey: "challenge certificate",
    challengeIdleTimeout: "seconds=8",
    challengeTriggerCheckIn: false,
  },
  deviceAccessGroups: [{ name: "laptops", access: [binding] }],
  enrollmentTokens: [
    { name: "rollout", deviceAccessGroup: "laptops", expires: "2027-01-31T12:00:00Z", retrieveKey: true },
    { name: "forever", expiring: false },
  ],
  endpointStages: [{ name: "check", mode: "required", bind: { flow: "flow-of-logins", order: 15 } }],
} as const satisfies AgentStackProps;

interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

/** What is synthesised of it. */
export const STACK: Stack = JSON.parse(
  Testing.synth(new AgentStack(new App(), "everything", EVERYTHING), true),
);

/** One attribute that refers to another object, or several. */
export interface FoundReference {
  readonly type: string;
  readonly attribute: string;
  readonly toType: string;
  readonly handle: string;
  /** What is configured of the other object. */
  readonly to: Values;
}

/** What an attribute's value refers to. */
export function referredTo(value: unknown): Omit<FoundReference, "type" | "attribute">[] {
  return [...String(value).matchAll(/\b(data\.)?(authentik_\w+)\.([\w-]+)\.(\w+)/g)].map(
    ([, data, toType = "", name = "", handle = ""]) => ({
      toType,
      handle,
      to: (data ? STACK.data : STACK.resource)[toType]?.[name] ?? {},
    }),
  );
}

/** All of the stack's attributes that refer to objects. */
export const REFERENCES: readonly FoundReference[] = Object.entries(STACK.resource).flatMap(([type, named]) =>
  Object.values(named).flatMap((values) =>
    Object.entries(values).flatMap(([attribute, value]) =>
      attribute === "lifecycle" ? [] : referredTo(value).map((found) => ({ type, attribute, ...found })),
    ),
  ),
);
