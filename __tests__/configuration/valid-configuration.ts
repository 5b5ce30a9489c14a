import fc from "fast-check";
import {
  DENIED_ACTIONS,
  ENDPOINT_STAGE_MODES,
  FLOW_AUTHENTICATIONS,
  FLOW_DESIGNATIONS,
  FLOW_LAYOUTS,
  GRANT_TYPES,
  ISSUER_MODES,
  LOGOUT_METHODS,
  POLICY_ENGINE_MODES,
  REDIRECT_MATCHING_MODES,
  REDIRECT_TYPES,
  SUBJECT_MODES,
  TOKEN_EXCHANGE_GRANT,
} from "../../lib/rules/choices";
import { PRESETS } from "../../lib/rules/cli-application";
import { looksLikeCredential } from "../../lib/rules/credential-shapes";
import { isBefore, providerVersionsOf, RELEASES, type Release } from "../../lib/rules/releases";

/** Arbitrary configurations without mistakes, as plain values. */

// U+FFFD is what Node reads where bytes are not UTF-8.
const isHarmless = (text: string) =>
  text === text.normalize("NFC") && !/\p{Cc}|\p{Zl}|\p{Zp}|\uFFFD/u.test(text) && !looksLikeCredential(text);

const name = fc
  .oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("a/b", "toString", "__proto__", "constructor", "1", "${a}", "%{ if a }"),
  )
  .map((text) => text.trim())
  .filter((text) => text !== "" && isHarmless(text));
const text = fc.string({ minLength: 1 }).filter((any) => any.trim() !== "" && isHarmless(any));
const slug = fc.stringMatching(/^[-A-Za-z0-9_]{1,20}$/).map((any) => `x${any}`);
const duration = fc
  .uniqueArray(
    fc.constantFrom("microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"),
    { minLength: 1 },
  )
  .chain((units) => fc.tuple(...units.map((unit) => fc.nat().map((count) => `${unit}=${count}`))))
  .map((parts) => parts.join(";"));
const url = fc.webUrl().filter(isHarmless);
const flag = fc.boolean();
const wholeNumber = fc.nat({ max: 2 ** 31 - 1 });
const optional = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { requiredKeys: [] });

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

function access(policies: readonly string[]) {
  const whom = fc.oneof(
    name.map((group) => ({ group })),
    name.map((user) => ({ user })),
    ...(policies.length > 0 ? [fc.constantFrom(...policies).map((policy) => ({ policy }))] : []),
  );
  const how = optional({
    order: wholeNumber,
    negate: flag,
    enabled: flag,
    timeoutSeconds: wholeNumber,
    failureResult: flag,
  });
  return fc.uniqueArray(
    fc.tuple(whom, how).map(([who, settings]) => ({ ...who, ...settings })),
    {
      maxLength: 4,
      selector: ({ order, negate, enabled, timeoutSeconds, failureResult, ...who }) => JSON.stringify(who),
    },
  );
}

const deviceCodeFlow = fc.oneof(
  slug.map((existing) => ({ existing })),
  optional({
    name,
    title: name,
    slug,
    designation: fc.constantFrom(...FLOW_DESIGNATIONS),
    authentication: fc.constantFrom(...FLOW_AUTHENTICATIONS),
    layout: fc.constantFrom(...FLOW_LAYOUTS),
    background: url,
    policyEngineMode: fc.constantFrom(...POLICY_ENGINE_MODES),
    deniedAction: fc.constantFrom(...DENIED_ACTIONS),
    compatibilityMode: flag,
  }),
);

const cli = (policies: readonly string[], release: Release) =>
  optional({
    name: fc.constant("agents"),
    clientId: slug,
    authorizationFlow: fc.constant("authorize"),
    authenticationFlow: fc.constant("authenticate"),
    invalidationFlow: fc.constant("invalidate"),
    signingKey: name,
    scopes: fc.subarray(
      ["openid", "email", "profile", "offline_access", "entitlements", "goauthentik.io/api"],
      { minLength: 1 },
    ),
    apiAccess: flag,
    customScopeMappings: fc.uniqueArray(name, { maxLength: 3 }),
    grantTypes: isBefore(release, "2026.5")
      ? fc.constant(false)
      : fc.oneof(
          fc.constant(false),
          fc
            .subarray(
              GRANT_TYPES.filter(
                (type) =>
                  type !== DEVICE_CODE && (type !== TOKEN_EXCHANGE_GRANT || !isBefore(release, "2026.8")),
              ),
            )
            .map((types) => [...types, DEVICE_CODE]),
        ),
    redirectUris: fc.uniqueArray(
      fc
        .tuple(
          name,
          optional({
            matchingMode: fc.constantFrom(...REDIRECT_MATCHING_MODES),
            ...(isBefore(release, "2026.5") ? {} : { type: fc.constantFrom(...REDIRECT_TYPES) }),
          }),
        )
        .map(([url, settings]) => ({ url, ...settings })),
      { maxLength: 3, selector: ({ url }) => url },
    ),
    accessCodeValidity: duration,
    accessTokenValidity: duration,
    refreshTokenValidity: duration,
    refreshTokenThreshold: duration,
    includeClaimsInIdToken: flag,
    issuerMode: fc.constantFrom(...ISSUER_MODES),
    subjectMode: fc.constantFrom(...SUBJECT_MODES),
    logoutMethod: fc.constantFrom(...LOGOUT_METHODS),
    application: optional({
      name,
      slug,
      group: name,
      policyEngineMode: fc.constantFrom(...POLICY_ENGINE_MODES),
      launchUrl: fc.oneof(url, fc.constant("blank://blank")),
      icon: fc.oneof(url, fc.constant("fa://fa-terminal"), fc.constant("/static/icon.svg")),
      description: text,
      publisher: name,
      openInNewTab: flag,
      hide: isBefore(release, "2026.5") ? fc.constant(false) : flag,
    }),
    access: access(policies),
  });

const cliApplications = (policies: readonly string[], release: Release) =>
  fc.uniqueArray(
    fc
      .tuple(
        slug,
        optional({
          preset: fc.constantFrom(...PRESETS),
          authorizationFlow: fc.constant("authorize"),
          authenticationFlow: fc.constant("authenticate"),
          invalidationFlow: fc.constant("invalidate"),
          signingKey: name,
          scopes: fc.subarray(["openid", "email", "profile", "entitlements"], { minLength: 1 }),
          apiAccess: flag,
          customScopeMappings: fc.uniqueArray(name, { maxLength: 3 }),
          grantTypes: isBefore(release, "2026.5")
            ? fc.constant(false)
            : fc.oneof(fc.constant(false), fc.constant(["client_credentials", "refresh_token"])),
          redirectUris: fc.array(fc.record({ url }), { maxLength: 2 }),
          accessCodeValidity: duration,
          accessTokenValidity: duration,
          refreshTokenValidity: duration,
          refreshTokenThreshold: duration,
          includeClaimsInIdToken: flag,
          issuerMode: fc.constantFrom(...ISSUER_MODES),
          subjectMode: fc.constantFrom(...SUBJECT_MODES),
          logoutMethod: fc.constantFrom(...LOGOUT_METHODS),
          furtherFederatedProviders: fc.uniqueArray(
            name.filter((any) => !["agents", "authentik-cli"].includes(any)),
            { maxLength: 2 },
          ),
          application: optional({
            name,
            group: name,
            description: text,
            hide: isBefore(release, "2026.5") ? fc.constant(false) : flag,
          }),
          access: access(policies),
        }),
      )
      .map(([itsName, more]) => ({ ...more, name: `app-${itsName}`, clientId: `app-${itsName}` })),
    { maxLength: 3, selector: (item) => item.name },
  );

const connector = optional({
  name,
  refreshInterval: duration,
  enabled: flag,
  furtherFederatedProviders: fc.uniqueArray(
    name.filter((any) => !["agents", "authentik-cli"].includes(any)),
    { maxLength: 3 },
  ),
  snapshotExpiry: duration,
  authSessionDuration: duration,
  authTerminateSessionOnExpiry: flag,
  authorizationFlow: fc.constant("log-in"),
  nssUidOffset: wholeNumber,
  nssGidOffset: wholeNumber,
  challengeKey: name,
  challengeIdleTimeout: duration,
  challengeTriggerCheckIn: flag,
});

const named = <T extends object>(settings: fc.Arbitrary<T>) =>
  fc.uniqueArray(
    fc.tuple(name, settings).map(([itsName, more]) => ({ ...more, name: itsName })),
    {
      maxLength: 3,
      selector: (item) => item.name,
    },
  );

const enrollmentToken = (groups: readonly string[]) =>
  fc.oneof(
    optional({
      expiring: fc.constant(true),
      expires: fc.constantFrom("2027-01-31T12:00:00Z", "2028-02-29T12:00:00.5+02:00"),
      retrieveKey: flag,
      ...inOneOf(groups),
    }),
    optional({ expiring: fc.constant(false), retrieveKey: flag, ...inOneOf(groups) }),
  );

const inOneOf = (groups: readonly string[]) =>
  groups.length > 0 ? { deviceAccessGroup: fc.constantFrom(...groups) } : {};

/** With a place for the state that no other environment has. */
const backend = (environment: string) => {
  const workspace = fc.record({ organization: name, workspace: fc.constant(environment) });
  return fc.oneof(
    fc.constant({ local: {} }),
    fc.constant({ local: { path: `states/${environment}` } }),
    fc
      .record(
        {
          bucket: name,
          key: fc.constant(environment),
          region: slug,
          encrypt: flag,
          useLockfile: flag,
          endpoint: url,
        },
        { requiredKeys: ["bucket", "key", "region"] },
      )
      .map((s3) => ({ s3 })),
    fc.record({ bucket: name, prefix: fc.constant(environment) }).map((gcs) => ({ gcs })),
    fc
      .record({ storageAccountName: name, containerName: name, key: fc.constant(environment) })
      .map((azurerm) => ({ azurerm })),
    fc
      .record({
        address: fc.constant(`https://states.example/${environment}`),
        lockMethod: fc.constant("POST"),
      })
      .chain((http) => {
        const lock = `https://states.example/${environment}/lock`;
        return fc.constantFrom({ ...http, lock: false }, { ...http, lockAddress: lock, unlockAddress: lock });
      })
      .map((http) => ({ http })),
    fc.constant({ pg: { schemaName: environment } }),
    workspace.map((remote) => ({ remote })),
    workspace.map((cloud) => ({ cloud })),
  );
};

const environment = (itsName: string) =>
  fc
    .tuple(
      fc.uniqueArray(
        name.filter((any) => any !== "__proto__"),
        { maxLength: 2 },
      ),
      fc.uniqueArray(name, { maxLength: 2 }),
      fc.constantFrom(...RELEASES),
    )
    .chain(([policies, groups, release]) =>
      fc.record(
        {
          policies: fc.constant(
            Object.fromEntries(policies.map((policy) => [policy, "0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60"])),
          ),
          deviceAccessGroups: fc.tuple(
            ...groups.map((group) => access(policies).map((who) => ({ name: group, access: who }))),
          ),
          deviceCodeFlow,
          brands: fc.oneof(
            optional({
              default: fc.constant("login.example"),
              others: fc.uniqueArray(fc.domain(), { maxLength: 3 }),
              released: fc.uniqueArray(fc.constantFrom("left-1.example", "left-2.example")),
            }),
            fc.constant({ release: true }),
          ),
          cli: cli(policies, release),
          cliApplications: cliApplications(policies, release),
          connector,
          enrollmentTokens: named(enrollmentToken(groups)),
          endpointStages: named(
            optional({
              mode: fc.constantFrom(...ENDPOINT_STAGE_MODES),
              bind: fc.record({
                flow: fc.constantFrom("default-authentication-flow", "logins"),
                order: fc.nat(),
              }),
            }),
          ),
          backend: backend(itsName),
          server: fc.constant(`https://id.example/${itsName}`),
          insecure: flag,
          tokenFrom: fc.constant(`TOKEN_OF_${itsName.replace(/_/g, "_u").replace(/-/g, "_d")}`),
          headersFrom: fc.constant({ "X-Access": "ACCESS" }),
          release: fc.constant(release),
          providerVersion: fc.constantFrom(
            `${release}.0`,
            providerVersionsOf(release),
            ">= 2025.12.0, < 2026.9.0",
          ),
        },
        { requiredKeys: ["policies", "deviceAccessGroups", "backend", "server", "tokenFrom", "release"] },
      ),
    );

export const validConfiguration = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9_][a-z0-9_-]{0,11}$/), { minLength: 1, maxLength: 3 })
  .filter((names) => names.every((any) => !(any in {})))
  .chain((names) => fc.record(Object.fromEntries(names.map((any) => [any, environment(any)]))))
  .map((environments) => ({ environments }));
