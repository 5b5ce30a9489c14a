import { AgentCliProvider, AuthentikServer, CliApplication, DefaultBrand, DeviceCodeFlow } from "../../lib";
import { DEVICE_CODE_GRANT, TOKEN_EXCHANGE_GRANT } from "../../lib/rules/choices";
import { allowsReleaseOf, knownReleaseOf, NEWS, RELEASES, type Release } from "../../lib/rules/releases";
import { resourcesOf } from "../../standin/provider/releases";
import { EVERYTHING } from "../tools/objects/everything";
import { refusals } from "./refusals";
import { agentStack, type Synthesised, stackOf } from "./synthesised";

/** Everything that can be configured in a release. */
function everythingIn(release: Release) {
  const { cli, cliApplications, ...rest } = EVERYTHING;
  if (RELEASES.indexOf(release) >= RELEASES.indexOf("2026.5")) return { ...EVERYTHING, release };
  return { ...rest, release, cli: ofOlder(cli), cliApplications: cliApplications.map(ofOlder) };
}

type Client = (typeof EVERYTHING)["cli"] | (typeof EVERYTHING)["cliApplications"][number];

/** A client without what came with 2026.5. */
function ofOlder<C extends Client>({ grantTypes, redirectUris, application, ...older }: C) {
  const { hide, ...shown } = application;
  const uris = redirectUris.map(({ type, ...uri }) => uri);
  return { ...older, redirectUris: uris, application: shown };
}

/** Attributes of the resources that stand in what is synthesised, and those that are ignored. */
function attributesIn({ json }: Synthesised): string[] {
  const blocks = Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
    Object.values(named).flatMap(({ lifecycle, provider, for_each, depends_on, ...attributes }) => {
      const { ignore_changes: ignored = [] } = (lifecycle ?? {}) as { ignore_changes?: string[] };
      return [...Object.keys(attributes), ...ignored].map((name) => `${type}.${name}`);
    }),
  );
  return [...new Set(blocks)].sort();
}

describe.each(RELEASES)("release %s", (release) => {
  const synthesised = agentStack(everythingIn(release));

  test("asks for its own provider", () => {
    expect(synthesised.json.terraform).toMatchObject({
      required_providers: { authentik: { version: `~> ${release}.0` } },
    });
  });

  test("names nothing that the provider of the release does not know", () => {
    const known = Object.entries(resourcesOf(`${release}.0`)).flatMap(([type, { attributes }]) =>
      Object.keys(attributes).map((name) => `${type}.${name}`),
    );

    const unknown = attributesIn(synthesised).filter(
      (each) => !known.includes(each) && !/^terraform_data\./.test(each),
    );
    expect(unknown).toEqual([]);
  });

  test("asks nothing of an attribute that the provider of the release does not know", () => {
    const later = RELEASES.slice(RELEASES.indexOf(release) + 1).flatMap((each) =>
      Object.values(NEWS[each].attributes ?? {}).flat(),
    );

    expect(
      later.filter((name) => JSON.stringify(synthesised.json.resource).includes(`self.${name} `)),
    ).toEqual([]);
    expect(
      later.filter((name) => JSON.stringify(synthesised.json.resource).includes(`self.${name})`)),
    ).toEqual([]);
  });
});

test("each release leaves out just what the next ones brought", () => {
  const [current, ...older] = RELEASES.toReversed().map((release) =>
    attributesIn(agentStack(everythingIn(release))),
  );

  expect(older.map((attributes) => current?.filter((name) => !attributes.includes(name)))).toEqual([
    [],
    [
      "authentik_application.meta_hide",
      "authentik_brand.flow_lockdown",
      "authentik_provider_oauth2.grant_types",
    ],
    [
      "authentik_application.meta_hide",
      "authentik_brand.flow_lockdown",
      "authentik_provider_oauth2.grant_types",
    ],
  ]);
});

test("constructs in one's own stack are made for the release of its server", () => {
  const synthesised = stackOf(
    (stack) => {
      const deviceCodeFlow = new DeviceCodeFlow(stack, "flow");
      new DefaultBrand(stack, "brand", { deviceCodeFlow });
      new AgentCliProvider(stack, "cli");
    },
    { release: "2026.2" },
  );

  expect(
    attributesIn(synthesised).filter((name) => /grant_types|meta_hide|flow_lockdown/.test(name)),
  ).toEqual([]);
});

test.each<[Release, object, string[]]>([
  [
    "2026.2",
    {
      grantTypes: [DEVICE_CODE_GRANT],
      redirectUris: [{ url: "https://a.example", type: "logout" }],
      application: { hide: true },
    },
    [
      '[own/cli] grantTypes: release 2026.2 does not know it: leave it out, or set `release` to "2026.5" or a later one',
      '[own/cli] redirectUris[0].type: release 2026.2 does not know it: leave it out, or set `release` to "2026.5" or a later one',
      '[own/cli] application.hide: release 2026.2 does not know it: leave it out, or set `release` to "2026.5" or a later one',
    ],
  ],
  [
    "2026.5",
    { grantTypes: [DEVICE_CODE_GRANT, TOKEN_EXCHANGE_GRANT] },
    [
      '[own/cli] grantTypes[1]: release 2026.5 does not know it: leave it out, or set `release` to "2026.8" or a later one',
    ],
  ],
  ["2026.8", { grantTypes: [DEVICE_CODE_GRANT, TOKEN_EXCHANGE_GRANT] }, []],
])("constructs in one's own stack refuse what the release %s does not know", (release, props, mistakes) => {
  expect(refusals(() => stackOf((stack) => new AgentCliProvider(stack, "cli", props), { release }))).toEqual(
    mistakes,
  );
});

test("an application of the command line in one's own stack refuses it too", () => {
  const build = () =>
    stackOf(
      (stack) => {
        const props = { name: "vault", federatedProviders: [], application: { hide: true } };
        new CliApplication(stack, "vault", props);
      },
      { release: "2025.12" },
    );

  expect(refusals(build)).toEqual([
    '[own/vault] application.hide: release 2025.12 does not know it: leave it out, or set `release` to "2026.5" or a later one',
  ]);
});

test("a server that is made after what is on it is refused where its release would leave something out", () => {
  const late = (release: Release) => () =>
    stackOf((stack) => {
      new AgentCliProvider(stack, "cli");
      new AuthentikServer(stack, "late", { release });
    });

  expect(late("2026.2")).toThrow(
    "[own/late] release: constructs before this one were made for 2026.8: make the server before them",
  );
  expect(late("2026.8")).not.toThrow();
});

test("the release of a version is told where it is known", () => {
  const versions = ["2025.10.3", "2025.12.1", "2026.5.0-rc1", "2026.8.6", "2026.11.0"];

  expect(versions.map(knownReleaseOf)).toEqual([undefined, "2025.12", "2026.5", "2026.8", undefined]);
});

test.each([
  ["~> 2026.5.0", ["2026.5"]],
  ["~> 2026.5", ["2026.5", "2026.8"]],
  ["2026.5.3", ["2026.5"]],
  ["= 2026.5.0-rc1", ["2026.5"]],
  [">= 2026.5.0, < 2026.8.0", ["2026.5"]],
  [">= 2026.5.0, < 2026.8.2", ["2026.5", "2026.8"]],
  [">=2026.2.0,<=2026.8.0,!=2026.5.1", ["2026.2", "2026.5", "2026.8"]],
  ["> 2026.5.0", ["2026.5", "2026.8", "2027.2"]],
])("%s lets in providers of the releases %j", (constraint, expected) => {
  const releases = ["2025.12", "2026.2", "2026.5", "2026.8", "2027.2"];
  expect(releases.filter((release) => allowsReleaseOf(release, constraint))).toEqual(expected);
});
