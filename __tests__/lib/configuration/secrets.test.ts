import { mistakesIn, mistakesInProduction } from "./mistakes-in";

const AUTHENTIK = "remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment";

describe("fails when a key names a credential, wherever it is", () => {
  it.each([
    ["token: hunter2", "token", AUTHENTIK],
    ["cli: {apiToken: hunter2}", "cli.apiToken", AUTHENTIK],
    [
      "cli: {clientSecret: hunter2}",
      "cli.clientSecret",
      "remove it, the CLI is a public client and has none",
    ],
    ["connector: {password: 12345678}", "connector.password", AUTHENTIK],
    [
      "backend: {s3: {bucket: b, key: k, region: r, secretKey: hunter2}}",
      "backend.s3.secretKey",
      "remove it and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in terraform's environment",
    ],
    [
      "backend: {s3: {bucket: b, key: k, region: r, access_key: hunter2}}",
      "backend.s3.access_key",
      "remove it and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in terraform's environment",
    ],
    [
      "backend: {gcs: {bucket: b, credentials: hunter2}}",
      "backend.gcs.credentials",
      "remove it and set GOOGLE_APPLICATION_CREDENTIALS in terraform's environment",
    ],
    [
      "backend: {azurerm: {storageAccountName: a, containerName: c, key: k, sas_token: hunter2}}",
      "backend.azurerm.sas_token",
      "remove it and set ARM_CLIENT_ID and ARM_CLIENT_SECRET, or ARM_ACCESS_KEY in terraform's environment",
    ],
    [
      "backend: {http: {address: https://state.example, username: hunter2}}",
      "backend.http.username",
      "remove it and set TF_HTTP_USERNAME and TF_HTTP_PASSWORD in terraform's environment",
    ],
    [
      "backend: {pg: {conn_str: hunter2}}",
      "backend.pg.conn_str",
      "remove it and set PG_CONN_STR in terraform's environment",
    ],
    [
      "backend: {cloud: {organization: o, workspace: w, token: hunter2}}",
      "backend.cloud.token",
      "remove it and set TF_TOKEN_<host> in terraform's environment",
    ],
    ["deviceAccessGroups: [{name: a, privateKey: hunter2}]", "deviceAccessGroups[0].privateKey", AUTHENTIK],
  ])("%s", (settings, path, remedy) => {
    expect(mistakesInProduction(settings)).toEqual([expect.stringMatching(/^3:\d+ /)]);
    expect(mistakesInProduction(settings)[0]).toContain(
      `environments.production.${path}: credentials have no place in this file: ${remedy}`,
    );
  });

  it("below a key that is unknown itself", () => {
    const [unknown, secret] = mistakesInProduction("provider:\n  token: hunter2");
    expect(unknown).toMatch(/^3:5 environments\.production\.provider: unknown key, expected one of /);
    expect(secret).toBe(
      `4:7 environments.production.provider.token: credentials have no place in this file: ${AUTHENTIK}`,
    );
  });

  it("but not when it is a misspelt setting, or names a policy", () => {
    expect(mistakesInProduction("cli: {accessTokenValidty: minutes=10}")).toEqual([
      '3:11 environments.production.cli.accessTokenValidty: unknown key; did you mean "accessTokenValidity"?',
    ]);
    expect(mistakesInProduction("policies: {token holders: 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60}")).toEqual(
      [],
    );
  });
});

describe("fails when a value looks like a credential", () => {
  it.each([
    ["a PEM block", "-----BEGIN RSA PRIVATE KEY-----"],
    ["an AWS access key id", "AKIAIOSFODNN7EXAMPLE"],
    ["a JSON Web Token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."],
    ["a URL with a password or user name", "https://robot:hunter2@example.org/"],
    ["a URL with a password or user name", "postgres://robot@db.example/states"],
    ["a URL with a token", "https://gitlab.example/state?private_token=hunter2"],
    ["a URL with a token", "https://acme.blob.core.windows.net/states?sv=2024&sig=hunter2"],
    ["a URL with a token", "/static/icon.png?access_token=hunter2"],
    ["a connection string with a password", "host=db.example user=robot password=hunter2"],
    ["an access token of GitHub, GitLab or Slack", `ghp_${"a1".repeat(18)}`],
    ["an access token of GitHub, GitLab or Slack", `gldt-${"a1".repeat(10)}`],
    ["an API token of HCP Terraform", `${"a1".repeat(7)}.atlasv1.${"b2".repeat(33)}`],
    ["a key of authentik's API", "a1B2c3".repeat(10)],
  ])("%s", (what, value) => {
    const message = `looks like ${what}, and credentials have no place in this file: ${AUTHENTIK}; revoke it if it was committed`;
    expect(mistakesInProduction(`connector: {name: "${value}"}`)).toEqual([
      `3:17 environments.production.connector.name: ${message}`,
    ]);
    expect(mistakesInProduction(`connector: {"${value}": true}`)).toEqual([
      `3:17 environments.production.connector[***]: ${message}`,
    ]);
    expect(mistakesInProduction(`cli: {scopes: [openid, "${value}"]}`)).toEqual([
      `3:28 environments.production.cli.scopes[1]: ${message}`,
    ]);
  });

  it.each([
    "abteilunginformationstechnikundsicherheitstockwerkvierberlin",
    "TeamPlatformEngineeringInfrastructureOperations2026BerlinMitteGermany",
    "ASIA-Pacific-Operations",
    "token ring? A=1&B=2",
  ])("but not when it is a name such as %s", (name) => {
    expect(mistakesInProduction(`cli: {access: [{group: "${name}"}]}`)).toEqual([]);
  });

  it("and never shows it, not even where it is wrong in other ways", () => {
    const secret = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    const settings = `extends: ${secret}
    policies: {${secret}: ${secret}}
    cli: {scopes: ${secret}, issuerMode: ${secret}, access: [{policy: ${secret}}, {policy: none}], ${secret}: {${secret}: 1}}
    deviceAccessGroups: [{name: ${secret}}]
    enrollmentTokens: [{name: a, deviceAccessGroup: none}]`;
    const mistakes = mistakesIn(`environments:\n  ${secret}: {}\n  b: {extends: c}\n  a:\n    ${settings}`);
    expect(mistakes).toHaveLength(12);
    expect(mistakes.join("\n")).not.toContain("eyJ");
  });
});
