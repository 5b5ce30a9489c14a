const ONE_LINE = "expected one line of text without spaces around it";
const DURATION = 'expected a duration such as "minutes=10" or "hours=1;minutes=30"';
const BACKENDS = "local, s3, gcs, azurerm, http, pg, remote, cloud";
const INSTANT = "expected a time as RFC 3339 has it, such as 2027-01-31T12:00:00Z";
const INTEGER = "expected a whole number from 0 to 2147483647";
const QUOTES = "put it in quotes to make it text";
const ENVIRONMENT_KEYS =
  '"extends", "renamedFrom", "policies", "deviceCodeFlow", "brands", "cli", "cliApplications", "connector", "deviceAccessGroups", "enrollmentTokens", "endpointStages", "adopt", "backend", "server", "insecure", "tokenFrom", "headersFrom", "release", "providerVersion"';
const NOT_OURS =
  "which this stack does not have: remove it, or take one of authentik_flow.device_code_flow, authentik_provider_oauth2.cli_provider, authentik_application.cli_application, authentik_policy_binding.cli_access_group_a, authentik_endpoints_connector_agent.connector";
const RELEASES = '"2025.12", "2026.2", "2026.5", "2026.8"';
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const GRANT_TYPES =
  '"authorization_code", "implicit", "hybrid", "refresh_token", "client_credentials", "password", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"';

/** Settings of one environment and what is wrong with them: name, settings, mistakes. */
export type Case = readonly [string, string, readonly string[]];

export const MISTAKEN_SETTINGS: readonly { readonly what: string; readonly cases: readonly Case[] }[] = [
  {
    what: "a key is unknown",
    cases: [
      [
        "at the top, with nothing like it",
        "name: b",
        [`3:5 environments.production.name: unknown key, expected one of ${ENVIRONMENT_KEYS}`],
      ],
      [
        "misspelt",
        "cli: {acess: []}",
        ['3:11 environments.production.cli.acess: unknown key; did you mean "access"?'],
      ],
      [
        "misspelt in a choice of levels",
        "cli: {application: {slugg: a}}",
        ['3:25 environments.production.cli.application.slugg: unknown key; did you mean "slug"?'],
      ],
      [
        "in another spelling",
        "cli:\n  refresh_token_validity: days=1",
        [
          '4:7 environments.production.cli.refresh_token_validity: unknown key; did you mean "refreshTokenValidity"?',
        ],
      ],
      [
        "at home one level below",
        "refreshInterval: minutes=1",
        ["3:5 environments.production.refreshInterval: unknown key, it belongs in connector"],
      ],
      [
        "at home in two places",
        "slug: a",
        ["3:5 environments.production.slug: unknown key, it belongs in deviceCodeFlow or cli.application"],
      ],
      [
        "in a list",
        "cli: {access: [{grup: a}]}",
        ['3:21 environments.production.cli.access[0].grup: unknown key; did you mean "group"?'],
      ],
      [
        "in a backend",
        "backend: {s3: {bucket: b, key: k, region: r, acl: private}}",
        [
          '3:50 environments.production.backend.s3.acl: unknown key, expected one of "bucket", "key", "region", "endpoint", "encrypt", "kmsKeyId", "useLockfile", "dynamodbTable"',
        ],
      ],
      [
        "a kind of backend that there is not",
        "backend: {s4: {}}",
        ['3:15 environments.production.backend.s4: unknown key; did you mean "s3"?'],
      ],
    ],
  },
  {
    what: "a value has the wrong type",
    cases: [
      [
        "nothing for text",
        "cli: {name: }",
        [`3:11 environments.production.cli.name: got nothing, ${ONE_LINE}`],
      ],
      [
        "a number for text",
        "connector: {name: 12}",
        [`3:17 environments.production.connector.name: got 12, ${ONE_LINE}; ${QUOTES}`],
      ],
      [
        "true for text",
        "connector: {name: true}",
        [`3:17 environments.production.connector.name: got true, ${ONE_LINE}; ${QUOTES}`],
      ],
      [
        "a list for text",
        "connector: {name: [a]}",
        [`3:17 environments.production.connector.name: got a list, ${ONE_LINE}`],
      ],
      [
        "text for a list",
        "cli: {scopes: openid}",
        ['3:11 environments.production.cli.scopes: got "openid", expected a list of at least one'],
      ],
      [
        "nothing for a list",
        "cli: {access: }",
        ["3:11 environments.production.cli.access: got nothing, expected a list"],
      ],
      ["text for a mapping", "cli: yes", ['3:5 environments.production.cli: got "yes", expected a mapping']],
      [
        "a list for a mapping",
        "cli: [a]",
        ["3:5 environments.production.cli: got a list, expected a mapping"],
      ],
      [
        "text for true or false",
        "connector: {enabled: yes}",
        ['3:17 environments.production.connector.enabled: got "yes", expected true or false'],
      ],
      [
        "true for grant types",
        "cli: {grantTypes: true}",
        ["3:11 environments.production.cli.grantTypes: got true, expected a list of at least one, or false"],
      ],
      [
        "text for a number",
        "connector: {nssUidOffset: '2000'}",
        [`3:17 environments.production.connector.nssUidOffset: got "2000", ${INTEGER}`],
      ],
      [
        "nothing in a list",
        "deviceAccessGroups: [~]",
        ["3:26 environments.production.deviceAccessGroups[0]: got nothing, expected a mapping"],
      ],
      [
        "a long text for true or false",
        "connector: {enabled: long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long }",
        [
          '3:17 environments.production.connector.enabled: got "long long long long long long long long long long long long long long long long …", expected true or false',
        ],
      ],
    ],
  },
  {
    what: "a value is not allowed",
    cases: [
      [
        "durations",
        "cli:\n  accessCodeValidity: 10 minutes\n  accessTokenValidity: minute=10\n  refreshTokenValidity: hours=1; minutes=30\n  refreshTokenThreshold: minutes=1;minutes=2\nconnector:\n  refreshInterval: minutes=-5\n  snapshotExpiry: ''",
        [
          `4:7 environments.production.cli.accessCodeValidity: got "10 minutes", ${DURATION}`,
          `5:7 environments.production.cli.accessTokenValidity: got "minute=10", ${DURATION}`,
          `6:7 environments.production.cli.refreshTokenValidity: got "hours=1; minutes=30", ${DURATION}`,
          `7:7 environments.production.cli.refreshTokenThreshold: got "minutes=1;minutes=2", ${DURATION}`,
          `9:7 environments.production.connector.refreshInterval: got "minutes=-5", ${DURATION}`,
          `10:7 environments.production.connector.snapshotExpiry: got "", ${DURATION}`,
        ],
      ],
      [
        "choices, one misspelt",
        "cli:\n  issuerMode: per_providr\n  subjectMode: nickname",
        [
          '4:7 environments.production.cli.issuerMode: got "per_providr", expected one of "per_provider", "global"; did you mean "per_provider"?',
          '5:7 environments.production.cli.subjectMode: got "nickname", expected one of "hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"',
        ],
      ],
      [
        "a grant type by its last word",
        "cli: {grantTypes: [device_code]}",
        [
          `3:24 environments.production.cli.grantTypes[0]: got "device_code", expected one of ${GRANT_TYPES}; did you mean "urn:ietf:params:oauth:grant-type:device_code"?`,
        ],
      ],
      [
        "no grant types",
        "cli: {grantTypes: []}",
        [
          "3:11 environments.production.cli.grantTypes: got an empty list, expected a list of at least one, or false",
        ],
      ],
      [
        "no scopes",
        "cli: {scopes: []}",
        ["3:11 environments.production.cli.scopes: got an empty list, expected a list of at least one"],
      ],
      [
        "empty names",
        "cli: {name: ''}\nconnector: {name: '  '}\nbrands: {default: ' a'}",
        [
          `3:11 environments.production.cli.name: got "", ${ONE_LINE}`,
          `4:17 environments.production.connector.name: got "  ", ${ONE_LINE}`,
          `5:14 environments.production.brands.default: got " a", ${ONE_LINE}`,
        ],
      ],
      [
        "two lines for a name",
        'cli: {name: "a\\nb"}',
        [`3:11 environments.production.cli.name: got "a\\nb", ${ONE_LINE}`],
      ],
      [
        "a control character",
        'cli: {name: "a\\ab"}',
        [`3:11 environments.production.cli.name: got "a\\u0007b", ${ONE_LINE}`],
      ],
      [
        "what cdktf would evaluate",
        "cli: {name: '${TfToken[TOKEN.0]}'}\nconnector: {name: 'a #{TfToken[TOKEN.1]}'}\npolicies: {'${TfToken[d': 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60}",
        [
          `3:11 environments.production.cli.name: got "\${TfToken[TOKEN.0]}", ${ONE_LINE}; {TfToken[ is not allowed, since cdktf would evaluate it`,
          `4:17 environments.production.connector.name: got "a #{TfToken[TOKEN.1]}", ${ONE_LINE}; {TfToken[ is not allowed, since cdktf would evaluate it`,
          `5:16 environments.production.policies["\${TfToken[d"]: got "\${TfToken[d", ${ONE_LINE}; {TfToken[ is not allowed, since cdktf would evaluate it`,
        ],
      ],
      [
        "slugs",
        "cli:\n  authorizationFlow: a b\n  application: {slug: ä}\ndeviceCodeFlow: {slug: ''}",
        [
          '4:7 environments.production.cli.authorizationFlow: got "a b", expected a slug of letters, digits, - and _',
          '5:21 environments.production.cli.application.slug: got "ä", expected a slug of letters, digits, - and _',
          '6:22 environments.production.deviceCodeFlow.slug: got "", expected a slug of letters, digits, - and _',
        ],
      ],
      [
        "a client id with a space",
        "cli: {clientId: a b}",
        [
          '3:11 environments.production.cli.clientId: got "a b", expected a client id of at most 255 characters without spaces',
        ],
      ],
      [
        "numbers",
        "connector:\n  nssUidOffset: -1\n  nssGidOffset: 2147483648\ncli: {access: [{group: a, order: 1.5, timeoutSeconds: .inf}]}",
        [
          `4:7 environments.production.connector.nssUidOffset: got -1, ${INTEGER}`,
          `5:7 environments.production.connector.nssGidOffset: got 2147483648, ${INTEGER}`,
          `6:31 environments.production.cli.access[0].order: got 1.5, ${INTEGER}`,
          `6:43 environments.production.cli.access[0].timeoutSeconds: got Infinity, ${INTEGER}`,
        ],
      ],
      [
        "URLs",
        "cli:\n  application: {launchUrl: /a, icon: 'javascript:a'}\nbackend: {http: {address: state.example}}",
        [
          '4:21 environments.production.cli.application.launchUrl: got "/a", expected a URL with http:// or https://, or blank://blank for a tile that leads nowhere',
          '4:36 environments.production.cli.application.icon: got "javascript:a", expected a URL with http:// or https://, a path such as /static/icon.png, or fa://fa-terminal',
          '5:22 environments.production.backend.http.address: got "state.example", expected a URL with http:// or https://',
        ],
      ],
      [
        "names that Terraform would write in another form, of the same look",
        "cli:\n  name: Cafe\u0301\n  access: [{group: u\u0308ber}, {group: \u00fcber}, {user: \u212b}]\n  application: {slug: e\u0301}",
        [
          '4:7 environments.production.cli.name: got "Cafe\u0301" in another Unicode form than Terraform\'s, NFC, in which it may name something else of the same look, expected "Caf\u00e9"',
          '5:17 environments.production.cli.access[0].group: got "u\u0308ber" in another Unicode form than Terraform\'s, NFC, in which it may name something else of the same look, expected "\u00fcber"',
          '5:48 environments.production.cli.access[2].user: got "\u212b" in another Unicode form than Terraform\'s, NFC, in which it may name something else of the same look, expected "\u00c5"',
          '6:21 environments.production.cli.application.slug: got "e\u0301", expected a slug of letters, digits, - and _',
        ],
      ],
      [
        "a policy whose name Terraform would write in another form",
        "policies: {Cafe\u0301: 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60}\ncli: {access: [{policy: Cafe\u0301}]}",
        [
          '3:16 environments.production.policies["Cafe\u0301"]: got "Cafe\u0301" in another Unicode form than Terraform\'s, NFC, in which it may name something else of the same look, expected "Caf\u00e9"',
          '4:21 environments.production.cli.access[0].policy: got "Cafe\u0301" in another Unicode form than Terraform\'s, NFC, in which it may name something else of the same look, expected "Caf\u00e9"',
        ],
      ],
      [
        "a UUID",
        "policies: {office: 0b8a6a5e}\n",
        [
          '3:16 environments.production.policies.office: got "0b8a6a5e", expected a UUID such as 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60',
        ],
      ],
      [
        "times",
        "enrollmentTokens:\n  - {name: a, expires: 2027-01-31}\n  - {name: b, expires: 2027-13-01T00:00:00Z}\n  - {name: c, expires: 2027-01-31T12:00:00}\n  - {name: d, expires: 2027-02-29T12:00:00Z}\n  - {name: e, expires: 2027-01-31T12:00Z}\n  - {name: f, expires: 2028-02-29T12:00:00.5+02:00}",
        [
          `4:19 environments.production.enrollmentTokens[0].expires: got "2027-01-31", ${INSTANT}`,
          `5:19 environments.production.enrollmentTokens[1].expires: got "2027-13-01T00:00:00Z", ${INSTANT}`,
          `6:19 environments.production.enrollmentTokens[2].expires: got "2027-01-31T12:00:00", ${INSTANT}`,
          `7:19 environments.production.enrollmentTokens[3].expires: got "2027-02-29T12:00:00Z", ${INSTANT}`,
          `8:19 environments.production.enrollmentTokens[4].expires: got "2027-01-31T12:00Z", ${INSTANT}`,
        ],
      ],
      [
        "a number that is no duration in quotes either",
        "cli: {accessTokenValidity: 10}",
        [`3:11 environments.production.cli.accessTokenValidity: got 10, ${DURATION}`],
      ],
      [
        "versions",
        "providerVersion: latest",
        [
          '3:5 environments.production.providerVersion: got "latest", expected versions such as "2026.5.0", "~> 2026.5.0" or ">= 2026.5.0, < 2026.9.0"',
        ],
      ],
      [
        "what is adopted at addresses that the stack does not have",
        "cli: {access: [{group: a}]}\nadopt:\n  authentik_flow.device_codeflow: x\n  authentik_policy_binding.cli_access_group_a: x\n  authentik_application.cli_application: y\n  authentik_brand.default_brand: z",
        [
          `5:7 environments.production.adopt["authentik_flow.device_codeflow"]: adopt names "authentik_flow.device_codeflow", ${NOT_OURS}`,
          `8:7 environments.production.adopt["authentik_brand.default_brand"]: adopt names "authentik_brand.default_brand", ${NOT_OURS}`,
        ],
      ],
      [
        "what is adopted twice",
        "cli: {access: [{group: a}, {group: b}]}\nadopt:\n  authentik_policy_binding.cli_access_group_a: x\n  authentik_policy_binding.cli_access_group_b: x",
        [
          '6:7 environments.production.adopt["authentik_policy_binding.cli_access_group_b"]: adopt gives authentik_policy_binding.cli_access_group_b the id of authentik_policy_binding.cli_access_group_a, "x": remove one of them',
        ],
      ],
      [
        "what is adopted",
        "adopt:\n  authentik_provider_oauth2.cli_provider: 7\n  device_code_flow: a\n  authentik_flow.device_code_flow: a b",
        [
          `4:7 environments.production.adopt["authentik_provider_oauth2.cli_provider"]: got 7, expected an id in authentik as text, such as a UUID, a slug or "7"; ${QUOTES}`,
          '5:7 environments.production.adopt.device_code_flow: got "device_code_flow", expected a Terraform address such as "authentik_flow.device_code_flow"',
          '6:7 environments.production.adopt["authentik_flow.device_code_flow"]: got "a b", expected an id in authentik as text, such as a UUID, a slug or "7"',
        ],
      ],
      [
        "a release that YAML takes for a number",
        "release: 2026.8",
        [`3:5 environments.production.release: got 2026.8, expected one of ${RELEASES}; ${QUOTES}`],
      ],
      [
        "a release that has no Agent",
        'release: "2025.10"',
        [
          `3:5 environments.production.release: got "2025.10", expected one of ${RELEASES}; did you mean "2025.12"?`,
        ],
      ],
      [
        "versions of another release's provider",
        'release: "2026.2"\nproviderVersion: ~> 2026.5.0',
        [
          '4:5 environments.production.providerVersion: got "~> 2026.5.0", which lets in no provider of release 2026.2, expected versions such as "~> 2026.2.0", or another `release`',
        ],
      ],
      [
        "versions of an older provider than the release's, where that is the current one",
        "providerVersion: 2026.5.0",
        [
          '3:5 environments.production.providerVersion: got "2026.5.0", which lets in no provider of release 2026.8, expected versions such as "~> 2026.8.0", or another `release`',
        ],
      ],
      [
        "what the release does not know",
        `release: "2026.2"\ncli: {grantTypes: ["${DEVICE_CODE}"], application: {hide: true}}`,
        [
          '4:11 environments.production.cli.grantTypes: release 2026.2 does not know it: leave it out, or set `release` to "2026.5" or a later one',
          '4:87 environments.production.cli.application.hide: release 2026.2 does not know it: leave it out, or set `release` to "2026.5" or a later one',
        ],
      ],
      [
        "a grant that the release does not know",
        `release: "2026.5"\ncli: {grantTypes: ["${DEVICE_CODE}", "urn:ietf:params:oauth:grant-type:token-exchange"]}`,
        [
          '4:72 environments.production.cli.grantTypes[1]: release 2026.5 does not know it: leave it out, or set `release` to "2026.8" or a later one',
        ],
      ],
      [
        "a version that YAML takes for a number",
        "providerVersion: 2026.5",
        [
          `3:5 environments.production.providerVersion: got 2026.5, expected versions such as "2026.5.0", "~> 2026.5.0" or ">= 2026.5.0, < 2026.9.0"; ${QUOTES}`,
        ],
      ],
    ],
  },
  {
    what: "something is missing",
    cases: [
      [
        "names",
        "deviceAccessGroups: [{}]\nenrollmentTokens: [{}]\nendpointStages: [{}]\ncliApplications: [{}]",
        [
          `3:26 environments.production.deviceAccessGroups[0].name: missing, ${ONE_LINE}, for example name: workstations`,
          `4:24 environments.production.enrollmentTokens[0].name: missing, ${ONE_LINE}, for example name: workstations`,
          `5:22 environments.production.endpointStages[0].name: missing, ${ONE_LINE}, for example name: device-check`,
          `6:23 environments.production.cliApplications[0].name: missing, ${ONE_LINE}, for example name: Kubernetes`,
        ],
      ],
      [
        "where a stage is put",
        "endpointStages: [{name: a, bind: {}}, {name: b, bind: }, {name: c, bind: {flow: f, order: first}}]",
        [
          "3:32 environments.production.endpointStages[0].bind.flow: missing, expected a slug of letters, digits, - and _, for example flow: default-authentication-flow",
          `3:32 environments.production.endpointStages[0].bind.order: missing, ${INTEGER}, for example order: 15`,
          "3:53 environments.production.endpointStages[1].bind: got nothing, expected a mapping",
          `3:88 environments.production.endpointStages[2].bind.order: got "first", ${INTEGER}`,
        ],
      ],
      [
        "an address that people are sent back to",
        "cli: {redirectUris: [{}]}",
        [
          `3:26 environments.production.cli.redirectUris[0].url: missing, ${ONE_LINE}, for example url: http://localhost:8000/callback`,
        ],
      ],
      [
        "one key of a backend, or what stands after it",
        "backend: {s3: {bucket: b, region: , key: 7}}",
        [
          `3:31 environments.production.backend.s3.region: got nothing, ${ONE_LINE}, for example region: eu-central-1`,
          `3:41 environments.production.backend.s3.key: got 7, ${ONE_LINE}; ${QUOTES}`,
        ],
      ],
      [
        "what Azure needs",
        "backend: {azurerm: {}}",
        [
          `3:15 environments.production.backend.azurerm.storageAccountName: missing, ${ONE_LINE}, for example storageAccountName: acmestate`,
          `3:15 environments.production.backend.azurerm.containerName: missing, ${ONE_LINE}, for example containerName: tfstate`,
          `3:15 environments.production.backend.azurerm.key: missing, ${ONE_LINE}, for example key: agent-stack/{environment}.tfstate`,
        ],
      ],
      [
        "what Google needs",
        "backend: {gcs: {}}",
        [
          `3:15 environments.production.backend.gcs.bucket: missing, ${ONE_LINE}, for example bucket: acme-terraform-state`,
        ],
      ],
      [
        "what an HTTP service needs",
        "backend: {http: {}}",
        [
          "3:15 environments.production.backend.http.address: missing, expected a URL with http:// or https://, for example address: https://state.example.com/{environment}",
        ],
      ],
      ...["remote", "cloud"].map(
        (kind): Case => [
          `what ${kind} needs`,
          `backend: {${kind}: {}}`,
          [
            `3:15 environments.production.backend.${kind}.organization: missing, ${ONE_LINE}, for example organization: acme`,
            `3:15 environments.production.backend.${kind}.workspace: missing, ${ONE_LINE}, for example workspace: agent-stack-production`,
          ],
        ],
      ),
      [
        "what a backend needs",
        "backend: {s3: }",
        [
          `3:15 environments.production.backend.s3.bucket: missing, ${ONE_LINE}, for example bucket: acme-terraform-state`,
          `3:15 environments.production.backend.s3.key: missing, ${ONE_LINE}, for example key: agent-stack/{environment}.tfstate`,
          `3:15 environments.production.backend.s3.region: missing, ${ONE_LINE}, for example region: eu-central-1`,
        ],
      ],
    ],
  },
  {
    what: "settings do not go together",
    cases: [
      [
        "an application of the command line whose name is no client id",
        "cliApplications: [{name: Cluster EU}]",
        [
          '3:24 environments.production.cliApplications[0].name: got "Cluster EU", which cannot be a client id and a slug too: give clientId',
        ],
      ],
      [
        "an application of the command line whose client id is no slug",
        "cliApplications: [{name: Cluster EU, clientId: eu.cluster}]",
        [
          '3:42 environments.production.cliApplications[0].clientId: got "eu.cluster", which cannot be a slug too: give application.slug',
        ],
      ],
      [
        "an application of the command line that cannot get tokens",
        "cliApplications: [{name: vault, grantTypes: [authorization_code], scopes: [openidd]}]",
        [
          '3:37 environments.production.cliApplications[0].grantTypes: lacks "client_credentials", with which `ak auth` gets its tokens: add it',
          '3:80 environments.production.cliApplications[0].scopes[0]: got "openidd", expected one of "openid", "email", "profile", "offline_access", "entitlements", or the whole "managed" value of a scope mapping; did you mean "openid"?',
        ],
      ],
      [
        "applications of the command line that are one in authentik",
        "cliApplications: [{name: one, preset: aws}, {name: two, preset: aws, application: {slug: two}}, {name: one, clientId: three}]",
        [
          '3:49 environments.production.cliApplications[1]: has the client id of cliApplications[0], "authentik-aws-cli": give it a clientId of its own',
          '3:101 environments.production.cliApplications[2]: has the name of cliApplications[0], "one": give it a name of its own',
        ],
      ],
      [
        "an application of the command line that would be the CLI itself",
        "cliApplications: [{name: authentik-cli}]",
        [
          '3:23 environments.production.cliApplications[0]: has the name of cli, "authentik-cli": give it a name of its own',
          '3:23 environments.production.cliApplications[0]: has the client id of cli, "authentik-cli": give it a clientId of its own',
          '3:23 environments.production.cliApplications[0]: has the slug of cli, "authentik-cli": give it an application.slug of its own',
        ],
      ],
      [
        "an application of the command line that federates the CLI twice",
        "cliApplications: [{name: vault, furtherFederatedProviders: [authentik-cli, other, other]}]",
        [
          "3:65 environments.production.cliApplications[0].furtherFederatedProviders[0]: names the CLI's own provider, which is accepted anyway: remove it",
          "3:87 environments.production.cliApplications[0].furtherFederatedProviders[2]: repeats cliApplications[0].furtherFederatedProviders[1]: remove one of them",
        ],
      ],
      [
        "a new flow that an application of the command line needs to exist",
        "deviceCodeFlow: {slug: codes}\ncliApplications: [{name: vault, authorizationFlow: codes}]",
        [
          '3:22 environments.production.deviceCodeFlow.slug: got "codes", the flow that cliApplications[0].authorizationFlow needs to exist already, expected a slug of its own',
        ],
      ],
      [
        "a policy of an application of the command line",
        "policies: {office hours: 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60}\ncliApplications: [{name: vault, access: [{policy: office hour}]}]",
        [
          '4:47 environments.production.cliApplications[0].access[0].policy: got "office hour", expected one of "office hours"; did you mean "office hours"?',
        ],
      ],
      [
        "no backend",
        "backend: {}",
        [`3:5 environments.production.backend: got none, expected exactly one of ${BACKENDS}`],
      ],
      [
        "two backends",
        "backend: {local: , pg: }",
        [`3:5 environments.production.backend: got local and pg, expected exactly one of ${BACKENDS}`],
      ],
      [
        "a state over HTTP that nothing locks",
        "backend: {http: {address: https://state.example}}",
        [
          "3:22 environments.production.backend.http.address: given without lockAddress, so that nothing keeps two runs from writing the state at once: add lockAddress and unlockAddress, or lock: false if the service cannot lock",
        ],
      ],
      [
        "a state over HTTP that nothing unlocks",
        "backend: {http: {address: https://state.example, lockAddress: https://state.example/lock}}",
        [
          "3:54 environments.production.backend.http.lockAddress: given without unlockAddress, so that the first lock would stay: add unlockAddress",
        ],
      ],
      [
        "a state over HTTP that is locked and not locked",
        "backend: {http: {address: https://state.example, lock: false, unlockAddress: https://state.example/lock}}",
        [
          "3:54 environments.production.backend.http.lock: false beside an address to lock or unlock at: remove one of them",
        ],
      ],
      [
        "an existing flow and settings of a new one",
        "deviceCodeFlow: {existing: a, title: b, slug: c}",
        [
          "3:35 environments.production.deviceCodeFlow.title: given beside existing, whose flow is used as it is: remove one of them",
          "3:45 environments.production.deviceCodeFlow.slug: given beside existing, whose flow is used as it is: remove one of them",
        ],
      ],
      [
        "a new flow in the place of one that is needed",
        "deviceCodeFlow: {slug: default-provider-invalidation-flow}",
        [
          '3:22 environments.production.deviceCodeFlow.slug: got "default-provider-invalidation-flow", the flow that cli.invalidationFlow needs to exist already, expected a slug of its own',
        ],
      ],
      [
        "brands twice",
        "brands: {others: [a.example, b.example, a.example, authentik-default]}",
        [
          "3:45 environments.production.brands.others[2]: repeats brands.others[0]: remove one of them",
          "3:56 environments.production.brands.others[3]: names the default brand, which has the flow anyway: remove it",
        ],
      ],
      [
        "a brand whose domain the framework would lose",
        "brands: {others: [__proto__]}",
        [
          "3:23 environments.production.brands.others[0]: is a name that cannot be kept: give the brand another domain",
        ],
      ],
      [
        "brands both kept and let go of",
        "brands: {others: [a.example], released: [b.example, a.example, b.example]}",
        [
          "3:57 environments.production.brands.released[1]: is among brands.others too: remove it from one of them",
          "3:68 environments.production.brands.released[2]: repeats brands.released[0]: remove one of them",
        ],
      ],
      [
        "scopes twice, once by its managed name",
        "cli: {scopes: [openid, goauthentik.io/providers/oauth2/scope-openid], customScopeMappings: [a, a]}",
        [
          "3:28 environments.production.cli.scopes[1]: repeats cli.scopes[0]: remove one of them",
          "3:100 environments.production.cli.customScopeMappings[1]: repeats cli.customScopeMappings[0]: remove one of them",
        ],
      ],
      [
        "a misspelt scope",
        "cli: {scopes: [openid, opnid]}",
        [
          '3:28 environments.production.cli.scopes[1]: got "opnid", expected one of "openid", "email", "profile", "offline_access", "entitlements", or the whole "managed" value of a scope mapping; did you mean "openid"?',
        ],
      ],
      [
        "grant types twice",
        "cli: {grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', refresh_token, refresh_token]}",
        ["3:87 environments.production.cli.grantTypes[2]: repeats cli.grantTypes[1]: remove one of them"],
      ],
      [
        "redirect URIs twice",
        "cli: {redirectUris: [{url: 'http://a'}, {url: 'http://a', type: logout}, {url: 'http://a', matchingMode: strict}]}",
        ["3:78 environments.production.cli.redirectUris[2]: repeats cli.redirectUris[0]: remove one of them"],
      ],
      [
        "grant types with which agents cannot log in",
        "cli: {grantTypes: [refresh_token]}",
        [
          '3:11 environments.production.cli.grantTypes: lacks "urn:ietf:params:oauth:grant-type:device_code", with which agents log in: add it',
        ],
      ],
      [
        "federated providers twice",
        "connector: {furtherFederatedProviders: [a, a]}",
        [
          "3:48 environments.production.connector.furtherFederatedProviders[1]: repeats connector.furtherFederatedProviders[0]: remove one of them",
        ],
      ],
      [
        "the CLI's own provider as a further one",
        "cli: {name: a}\nconnector: {furtherFederatedProviders: [a]}",
        [
          "4:45 environments.production.connector.furtherFederatedProviders[0]: names the CLI's own provider, which is accepted anyway: remove it",
        ],
      ],
      [
        "names twice",
        "deviceAccessGroups: [{name: a}, {name: a}]\nenrollmentTokens: [{name: a}, {name: a}]\nendpointStages: [{name: a}, {name: a}]",
        [
          "3:38 environments.production.deviceAccessGroups[1].name: repeats deviceAccessGroups[0].name: rename one of them",
          "4:36 environments.production.enrollmentTokens[1].name: repeats enrollmentTokens[0].name: rename one of them",
          "5:34 environments.production.endpointStages[1].name: repeats endpointStages[0].name: rename one of them",
        ],
      ],
      [
        "a token for a group that there is not",
        "deviceAccessGroups: [{name: laptops}]\nenrollmentTokens: [{name: a, deviceAccessGroup: laptop}]",
        [
          '4:34 environments.production.enrollmentTokens[0].deviceAccessGroup: got "laptop", expected one of "laptops"; did you mean "laptops"?',
        ],
      ],
      [
        "a token for a group, and no groups",
        "enrollmentTokens: [{name: a, deviceAccessGroup: laptop}]",
        [
          '3:34 environments.production.enrollmentTokens[0].deviceAccessGroup: got "laptop", expected a name under deviceAccessGroups, where there is none yet',
        ],
      ],
      [
        "a token with an end that does not end",
        "enrollmentTokens: [{name: a, expiring: false, expires: 2027-01-31T12:00:00Z}]",
        [
          "3:24 environments.production.enrollmentTokens[0]: has both expires and expiring: false: remove one of them",
        ],
      ],
      [
        "access of nobody, of two and twice",
        "cli:\n  access:\n    - {}\n    - {group: a, user: b}\n    - group: a\n    - user: a\n    - group: a",
        [
          "5:11 environments.production.cli.access[0]: got none, expected exactly one of group, user, policy",
          "6:11 environments.production.cli.access[1]: got group and user, expected exactly one of group, user, policy",
          "9:11 environments.production.cli.access[4]: repeats cli.access[2]: remove one of them",
        ],
      ],
      [
        "access to a device access group",
        "deviceAccessGroups: [{name: a, access: [{group: b}, {group: b}]}]",
        [
          "3:57 environments.production.deviceAccessGroups[0].access[1]: repeats deviceAccessGroups[0].access[0]: remove one of them",
        ],
      ],
      [
        "a misspelt policy",
        "policies: {office: 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60}\ncli: {access: [{policy: ofice}]}",
        [
          '4:21 environments.production.cli.access[0].policy: got "ofice", expected one of "office"; did you mean "office"?',
        ],
      ],
      [
        "a policy, and no policies",
        "cli: {access: [{policy: office}]}",
        [
          '3:21 environments.production.cli.access[0].policy: got "office", expected a name under policies, where there is none yet',
        ],
      ],
    ],
  },
];
