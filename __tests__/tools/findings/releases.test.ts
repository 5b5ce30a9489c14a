import type { PolicyBinding } from "../../../tools/authentik/objects";
import { audit } from "../../../tools/findings/audit";
import { notes } from "../../../tools/findings/notes";
import { upgradeNotes } from "../../../tools/findings/upgrade";
import { BINDING, evidence, found, LIVE, PROVIDER, STACK } from "./evidence";

const stackFor = (release: string) => ({
  ...STACK,
  terraform: { required_providers: { authentik: { version: `~> ${release}.0` } } },
});

describe("a server of another release than the configuration's", () => {
  test.each([
    ["2026.8.1", 'set release: "2026.8" in the configuration, as docs/upgrade.md tells'],
    ["2026.2.0-rc1", 'set release: "2026.2" in the configuration, as docs/upgrade.md tells'],
    ["2026.11.0", "update agent-stack: this one knows authentik up to 2026.8"],
    ["2025.10.2", "update authentik: 2025.12 is the first release that has the Agent"],
  ])("%s: %s", (version, remedy) => {
    const told = audit(evidence({ version })).filter(({ code }) => code === "release-differs");

    expect(told.map((each) => each.remedy)).toEqual([remedy]);
  });
});

describe("the grants that an upgrade gave", () => {
  const all = ["authorization_code", "implicit", "hybrid", "refresh_token", "client_credentials", "password"];
  const live = { version: "2026.5.3", providers: [{ ...PROVIDER, grant_types: all }] };
  const ofGrants = (each: string) => each.startsWith("grants-not-managed");

  test("are found while the configuration is for a release that does not know them", () => {
    expect(found(evidence(live, stackFor("2026.2"))).filter(ofGrants)).toEqual([
      "grants-not-managed | authentik_provider_oauth2.cli_provider | the server knows grants, gave the provider 6 of them when it was upgraded, and the configuration is for a release before 2026.5",
    ]);
  });

  test.each([
    ["the configuration is for a release that knows them", live, "2026.5"],
    ["the provider has the agent's alone", {}, "2026.2"],
    ["the server does not know them", { providers: [{ ...PROVIDER, grant_types: undefined }] }, "2026.2"],
  ])("are not where %s", (_, other, release) => {
    expect(found(evidence(other, stackFor(release))).filter(ofGrants)).toEqual([]);
  });
});

describe("what the next upgrade will change", () => {
  test.each([
    [
      "2025.12.3",
      ["an upgrade to authentik 2026.2 changes nothing of this set-up: docs/upgrade.md has the steps"],
    ],
    [
      "2026.2.1",
      [
        'an upgrade to authentik 2026.5 gives every OAuth2 provider every grant, "authentik-cli" too, until they are applied again; it gives brands flow_lockdown, which stay with their owners: docs/upgrade.md has the steps',
      ],
    ],
    [
      "2026.5.6",
      [
        "an upgrade to authentik 2026.8 gives brands branding_map_tiles, flow_user_switch, flow_request, which stay with their owners: docs/upgrade.md has the steps",
      ],
    ],
    [
      "2026.8.6",
      [
        "an upgrade to authentik 2026.11 makes secrets objects of their own and asks for a base URL; this agent-stack knows releases up to 2026.8: update it first",
      ],
    ],
    ["2027.2.0", []],
    [undefined, []],
  ])("of %s is told", (version, expected) => {
    expect(upgradeNotes(evidence({ version }))).toEqual(expected);
  });

  test("counts the providers", () => {
    const providers = [PROVIDER, { ...PROVIDER, pk: 2, name: "wiki", client_id: "wiki" }];

    expect(upgradeNotes(evidence({ version: "2026.2.1", providers }))).toEqual([
      expect.stringContaining('gives all 2 OAuth2 providers every grant, "authentik-cli" too, until'),
    ]);
  });
});

describe("a binding that ends by itself", () => {
  const requested: PolicyBinding = {
    ...BINDING,
    pk: "binding-2",
    group: null,
    user: 7,
    group_obj: null,
    user_obj: { username: "visitor" },
    expiring: true,
    expires: "2026-11-26T10:00:00Z",
  };
  const withIt = (target: string, requestable: Record<string, boolean>) =>
    evidence({
      bindings: {
        ...LIVE.bindings,
        [target]: [...((LIVE.bindings as Record<string, PolicyBinding[]>)[target] ?? []), requested],
      },
      requestable,
    });
  const noted = (each: string) => each.includes("approved access request");

  test.each([
    ["app-1", 'application "authentik-cli"'],
    ["laptops-1", 'device access group "laptops"'],
    ["flow-target-1", 'flow "default-device-code-flow"'],
  ])("is a note with its end where access to %s may be requested", (target, called) => {
    const given = withIt(target, { [target]: true });

    expect(found(given)).toEqual([]);
    expect(notes(given).filter(noted)).toEqual([
      `user "visitor" is bound to ${called} until 2026-11-26T10:00:00Z, by an approved access request`,
    ]);
  });

  test("is a finding where access may not be requested", () => {
    const given = withIt("app-1", { "app-1": false });

    expect(found(given)).toEqual([
      'unmanaged-application-binding | application "authentik-cli" | user "visitor" is bound and Terraform does not manage the binding, so that they get in',
    ]);
    expect(notes(given).filter(noted)).toEqual([]);
  });

  test("is a note that says so where it could not be read whether access may be requested", () => {
    const given = withIt("app-1", {});

    expect(found(given)).toEqual([]);
    expect(notes(given).filter(noted)).toEqual([
      'user "visitor" is bound to application "authentik-cli" until 2026-11-26T10:00:00Z, by an approved access request; whether access to it may be requested could not be read',
    ]);
  });

  test("of many, ten are told and the rest is counted", () => {
    const many = Array.from({ length: 12 }, (_, at) => ({ ...requested, pk: `binding-${at + 2}` }));
    const given = evidence({
      bindings: { ...LIVE.bindings, "app-1": [BINDING, ...many] },
      requestable: { "app-1": true },
    });

    expect(notes(given).filter((each) => noted(each) || each.includes("end by themselves"))).toEqual([
      ...Array(10).fill(
        expect.stringContaining('user "visitor" is bound to application "authentik-cli" until'),
      ),
      "2 more bindings end by themselves",
    ]);
  });
});
