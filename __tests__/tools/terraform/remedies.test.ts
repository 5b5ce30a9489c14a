import { type Diagnostic, remedyFor } from "../../../tools/terraform/remedies";

const TERRAFORM = "terraform -chdir=cdktf.out/stacks/production";

const CONFIGURATION = {
  data: {
    authentik_group: { anything: { name: "Platform team" }, each: { name: "${each.value}" } },
    authentik_user: { anything: { username: "joe" } },
    authentik_certificate_key_pair: { anything: { name: "signing" } },
    authentik_flow: { "with-dashes": { slug: "implicit-consent" } },
    authentik_property_mapping_provider_scope: { anything: { managed: "goauthentik.io/api" } },
    authentik_provider_oauth2_config: { wiki: { name: "Wiki 100%%{of us}" } },
    authentik_brand: { one: { domain: "authentik-default" }, many: { domain: "${each.key}" } },
  },
  resource: { authentik_brand: { main: { default: true }, others: { default: false } } },
  import: [
    { to: "authentik_brand.main", id: "${data.authentik_brand.one.id}" },
    { to: "authentik_brand.others[each.key]", id: "${data.authentik_brand.many[each.key].id}" },
  ],
};

function remedy(summary: string, more: Partial<Diagnostic> = {}): string | undefined {
  return remedyFor(
    { summary, detail: "", ...more },
    { environment: "production", terraform: TERRAFORM, configuration: CONFIGURATION },
  );
}

const gone = (what: string) =>
  `authentik has no ${what}, or the token's user may not see it: if it was renamed, configure its new name; if it was deleted, take it out of the configuration or make it again.`;

test.each([
  ["No matching groups found", "data.authentik_group.anything", gone('group "Platform team"')],
  ["No matching groups found", 'data.authentik_group.each["Support"]', gone('group "Support"')],
  ["No matching users found", "data.authentik_user.anything", gone('user "joe"')],
  // The provider's own words for a certificate.
  ["No matching groups found", "data.authentik_certificate_key_pair.anything", gone('certificate "signing"')],
  ["No matching flows found", "data.authentik_flow.with-dashes", gone('flow "implicit-consent"')],
  [
    "No matching mappings found",
    "data.authentik_property_mapping_provider_scope.anything",
    gone('scope mapping "goauthentik.io/api"'),
  ],
  ["No matching groups found", "module.a.data.authentik_group.b", gone("such groups")],
  ["No matching sources found", undefined, gone("such sources")],
])("%s at %s says what is gone and what to do", (summary, address, expected) => {
  expect(remedy(summary, { address })).toBe(expected);
});

test.each([
  ["data.authentik_provider_oauth2_config.wiki", 'The provider "Wiki 100%{of us}"'],
  [undefined, "A provider"],
])("a provider without an application, at %s, is said to have none", (address, which) => {
  expect(remedy("HTTP Error 'no value given for required property jwks' during request", { address })).toBe(
    `${which} has no application: make one that uses it, under Applications > Applications, or take it out of connector.furtherFederatedProviders.`,
  );
});

test.each([
  ["data.authentik_brand.one", "If the default brand was renamed, set brands.default to its new domain."],
  [
    'data.authentik_brand.many["b.example"]',
    "If the brand was renamed, put its new domain into brands.others and the old one into brands.released; if it was deleted, take it out of brands.others.",
  ],
])("a brand that is gone, whatever it is called: %s", (address, expected) => {
  expect(remedy("No matching brands found", { address })).toBe(expected);
});

test.each(['{"managed":["', '{\\"managed\\":[\\"'])(
  "a managed scope mapping that is gone is named: %s",
  (start) => {
    const summary = `HTTP Error '400 Bad Request' during request 'GET /api/v3/propertymappings/provider/scope/?managed=x': "${start}Select a valid choice. goauthentik.io/api is not one of the available choices."]}"`;

    expect(remedy(summary)).toBe(
      'authentik has no scope mapping whose managed is "goauthentik.io/api": if it was emptied or deleted, put it back under Customization > Property Mappings, where a blueprint of authentik sets its own again; or take its scope out of cli.scopes.',
    );
  },
);

test("a brand that terraform refuses to destroy comes with how to let go of it, other objects without", () => {
  const refused = (type: string) =>
    remedy("Instance cannot be destroyed", {
      detail: `Resource ${type}.x has lifecycle.prevent_destroy set.`,
    });

  expect(refused("authentik_brand")).toBe(
    "A brand is let go of instead: move its domain from brands.others to brands.released, or before a teardown deploy brands.release.",
  );
  expect(refused("authentik_flow")).toBeUndefined();
});

test.each([
  [
    'Backend initialization required: please run "terraform init"',
    'Please run\n"terraform init" with either the "-reconfigure" or "-migrate-state" flags',
    `The state is kept elsewhere than when terraform was last initialised here. To take it along, run \`${TERRAFORM} init -migrate-state\`; if it is at the new place already, \`${TERRAFORM} init -reconfigure\`.`,
  ],
  [
    "Failed to query available provider packages",
    "locked provider 2026.5.0 does not match configured version constraint; must use terraform init -upgrade to allow selection of new versions",
    `The lock file holds another version of the provider than release or providerVersion allows. To choose anew, run \`${TERRAFORM} init -upgrade\`.`,
  ],
  [
    "Could not retrieve providers for locking",
    "Terraform failed to fetch the requested providers for windows_amd64 in order\nto calculate their checksums: some providers could not be installed",
    "There is no package for windows_amd64 where terraform looked: name the platforms that there are with --platform, or another place with --mirror.",
  ],
  [
    "Failed to install provider",
    "the current package for registry.terraform.io/goauthentik/authentik 2026.5.0 doesn't match any of the checksums previously recorded in the dependency lock file",
    "The lock file has hashes of this version, and none is that of this package: run `agent-stack lock` where the hashes of this platform are missing, with --mirror where packages come from one; otherwise find out who changed the package.",
  ],
  [
    "Saving a generated plan is currently not supported",
    'The "remote" backend does not support saving the generated execution plan locally at this time.',
    "agent-stack reads plans that are saved, which the backend remote cannot do when it runs terraform itself: configure cloud in its place, or set the workspace's execution mode to local.",
  ],
  [
    "Saved plans not allowed for workspaces with a VCS connection",
    "",
    "agent-stack reads plans that are saved: use a workspace without a VCS connection, or set its execution mode to local.",
  ],
  [
    "Missing required argument",
    'The argument "token" is required, but no definition was found.',
    "Set AUTHENTIK_TOKEN to an API token, from Directory > Tokens and App passwords.",
  ],
  [
    "Missing required argument",
    'The argument "url" is required, but no definition was found.',
    "Set AUTHENTIK_URL to authentik's address, for example https://auth.example.com.",
  ],
  [
    `HTTP Error '400 Bad Request' during request 'POST /api/v3/providers/oauth2/': "{"grant_types":{"1":["\\"urn:ietf:params:oauth:grant-type:token-exchange\\" is not a valid choice."]}}"`,
    "",
    "This authentik does not know the grant: set release to the server's, which agent-stack verify tells, or update authentik.",
  ],
  ["Something else", "of which terraform knows all", undefined],
])("%s: %s", (summary, detail, expected) => {
  expect(remedy(summary, { detail })).toBe(expected);
});
