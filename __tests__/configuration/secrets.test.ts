import { AUTHENTIK, LOOKING_LIKE_CREDENTIALS, NAMED_LIKE_CREDENTIALS } from "./credentials";
import { mistakesIn, mistakesInProduction } from "./mistakes-in";

describe("fails when a key names a credential, wherever it is", () => {
  it.each(NAMED_LIKE_CREDENTIALS)("%s", (settings, path, remedy) => {
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

  it.each([
    ["wrongly cased", "Cli: {accessTokenValidity: minutes=30, refreshTokenValidity: days=30}", "Cli"],
    ["misspelt", "clii: {refreshTokenThreshold: seconds=1}", "clii"],
    ["misspelt itself, too", "clii: {accessTokenValidty: minutes=30}", "clii"],
    ["unlike any", "command_line: {access_token_validity: minutes=30}", "command_line"],
    ["one level too deep", "connector: {cli: {accessTokenValidity: minutes=30}}", "connector.cli"],
    ["another part's", "connector: {accessTokenValidity: minutes=30}", "connector.accessTokenValidity"],
    ["a list's", "cli: [{accessTokenValidity: minutes=30}]", "cli"],
    ["of names that people choose", "Policies: {token holders: x, secret santas: y}", "Policies"],
  ])("but not when it is a setting below a key that is %s", (_, settings, path) => {
    const mistakes = mistakesInProduction(settings);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(` environments.production.${path}: `);
    expect(mistakes[0]).not.toContain("credentials");
  });

  it("below such a key as well", () => {
    expect(mistakesInProduction("Cli: {accessTokenValidity: minutes=30, apiToken: hunter2}")).toEqual([
      '3:5 environments.production.Cli: unknown key; did you mean "cli"?',
      `3:44 environments.production.Cli.apiToken: credentials have no place in this file: ${AUTHENTIK}`,
    ]);
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
  it.each(LOOKING_LIKE_CREDENTIALS)("%s", (what, value) => {
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
