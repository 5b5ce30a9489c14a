import { evaluated, isTemplate } from "../../lib/literal";
import type { HttpProxy } from "../http/proxy";
import { brand, objectType } from "../objects";
import type { Backend } from "./stack";

/** An error as terraform tells it. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Where it happened. */
export interface Place {
  /** The environment's name. */
  readonly environment: string;
  /** What a person types to run terraform there. */
  readonly terraform: string;
  /** The stack's `cdk.tf.json`. */
  readonly configuration: Configuration;
  /** What messages call the place that has authentik's address. @default - AUTHENTIK_URL */
  readonly address?: string;
  /** The proxy that requests to an address go through. @default - they go through none */
  readonly proxyOf?: (origin: string) => HttpProxy | undefined;
  /** Where the environment's configuration has a name, for example `agent-stack.yaml:3`. @default - it is not known */
  readonly writtenAt?: (name: string) => string | undefined;
}

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Configuration {
  readonly "//"?: { readonly "agent-stack"?: { readonly tokenFrom?: readonly string[] } };
  readonly terraform?: { readonly backend?: Backend };
  readonly data?: Readonly<Record<string, Named>>;
  readonly resource?: Readonly<Record<string, Named>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

interface Remedy {
  readonly isFor: (diagnostic: Diagnostic) => boolean;
  readonly remedy: (diagnostic: Diagnostic, place: Place) => string;
}

/** What to do about an error of which terraform cannot know it. */
export function remedyFor(diagnostic: Diagnostic, place: Place): string | undefined {
  return REMEDIES.find(({ isFor }) => isFor(diagnostic))?.remedy(diagnostic, place);
}

const says = (pattern: RegExp) => (diagnostic: Diagnostic) =>
  pattern.test(`${diagnostic.summary}\n${diagnostic.detail}`);

/** The server's refusal of a look-up of scope mappings, in which the JSON may be escaped once more. */
const MISSING_MANAGED =
  /propertymappings\/provider\/scope\/[\s\S]*managed[\\"]*:\s*\[[\\"]*Select a valid choice\. (\S+) is not one of/;

/** What `terraform providers lock` says of a platform for which it finds no package. */
const NOT_FOR_PLATFORM =
  /fetch the requested providers for (\S+) in\s+order\s+to\s+calculate\s+their\s+checksums/;

const REMEDIES: readonly Remedy[] = [
  {
    isFor: ({ summary, detail }) =>
      summary === "Instance cannot be destroyed" && detail.includes(`${brand.type}.`),
    remedy: () =>
      "A brand is let go of instead: move its domain from brands.others to brands.released, or before a teardown deploy brands.release.",
  },
  { isFor: ({ summary }) => /^no matching \w+ found$/i.test(summary), remedy: missingObject },
  {
    // What authentik answers for a provider without an application, the provider of terraform does not understand.
    isFor: says(/no value given for required property jwks\b/),
    remedy: ({ address = "" }, { configuration }) =>
      `${providerLookedUp(address, configuration)} has no application: make one that uses it, under Applications > Applications, or take it out of connector.furtherFederatedProviders.`,
  },
  {
    isFor: says(MISSING_MANAGED),
    remedy: (diagnostic, { writtenAt = () => undefined }) => {
      const [, managed = ""] = MISSING_MANAGED.exec(`${diagnostic.summary}\n${diagnostic.detail}`) ?? [];
      const place = writtenAt(managed.split("/scope-").at(-1) ?? "");
      return `authentik has no scope mapping whose managed is "${managed}"${place ? ` (${place})` : ""}: if it was emptied or deleted, put it back under Customization > Property Mappings, where a blueprint of authentik sets its own again; or take its scope out of cli.scopes.`;
    },
  },
  {
    // Only of its own release's grants does agent-stack let any through.
    isFor: says(/grant_types[\\"]*:[\s\S]*is not a valid choice/),
    remedy: () =>
      "This authentik does not know the grant: set release to the server's, which agent-stack verify tells, or update authentik.",
  },
  {
    isFor: says(/-migrate-state/),
    remedy: (_, { terraform }) =>
      `The state is kept elsewhere than when terraform was last initialised here. To take it along, run \`${terraform} init -migrate-state\`; if it is at the new place already, \`${terraform} init -reconfigure\`.`,
  },
  {
    isFor: says(NOT_FOR_PLATFORM),
    remedy: ({ summary, detail }) => {
      const [, platform] = NOT_FOR_PLATFORM.exec(`${summary}\n${detail}`) ?? [];
      return `There is no package for ${platform} where terraform looked: name the platforms that there are with --platform, or another place with --mirror.`;
    },
  },
  {
    isFor: says(/match any of the checksums/),
    remedy: () =>
      "The lock file has hashes of this version, and none is that of this package: run `agent-stack lock` where the hashes of this platform are missing, with --mirror where packages come from one; otherwise find out who changed the package.",
  },
  {
    isFor: says(/init -upgrade/),
    remedy: (_, { terraform }) =>
      `The lock file holds another version of the provider than release or providerVersion allows. To choose anew, run \`${terraform} init -upgrade\`.`,
  },
  {
    isFor: says(/Saving a generated plan is currently not supported/),
    remedy: () =>
      "agent-stack reads plans that are saved, which the backend remote cannot do when it runs terraform itself: configure cloud in its place, or set the workspace's execution mode to local.",
  },
  {
    isFor: says(/Saved plans not allowed for workspaces with a VCS connection/),
    remedy: () =>
      "agent-stack reads plans that are saved: use a workspace without a VCS connection, or set its execution mode to local.",
  },
  {
    isFor: says(/The argument "token" is required/),
    remedy: () => "Set AUTHENTIK_TOKEN to an API token, from Directory > Tokens and App passwords.",
  },
  {
    isFor: says(/The argument "url" is required/),
    remedy: () => "Set AUTHENTIK_URL to authentik's address, for example https://auth.example.com.",
  },
];

const DATA_SOURCE = /^data\.(\w+)\.([\w-]+)(?:\["(.*)"\])?$/;

/** By what a look-up goes that does not go by a name. */
const OTHER_HANDLES = ["managed", "pk"];

function providerLookedUp(address: string, { data }: Configuration): string {
  const [, type = "", name = "", key] = DATA_SOURCE.exec(address) ?? [];
  const given = data?.[type]?.[name]?.name;
  const called = given === undefined || isTemplate(given) ? key : evaluated(String(given));
  return called === undefined ? "A provider" : `The provider "${called}"`;
}

function missingObject(
  { summary, address = "" }: Diagnostic,
  { configuration, writtenAt = () => undefined }: Place,
): string {
  const [, type = "", name = "", key] = DATA_SOURCE.exec(address) ?? [];
  if (type === brand.type) return missingBrand(`${type}.${name}`, configuration);
  const known = objectType(type);
  // A message of the provider may name the wrong kind.
  const kind = known?.kind ?? /^no matching (\w+) found$/i.exec(summary)?.[1] ?? "";
  const configured = known && configuration.data?.[type]?.[name];
  const given = [known?.lookedUpBy ?? "", ...OTHER_HANDLES]
    .map((attribute) => configured?.[attribute])
    .find((value) => value !== undefined);
  const called = given === undefined || isTemplate(given) ? key : evaluated(String(given));
  const place = called === undefined ? undefined : writtenAt(called);
  const which = called === undefined ? `such ${kind}` : `${kind} "${called}"${place ? ` (${place})` : ""}`;
  return `authentik has no ${which}, or the token's user may not see it: if it was renamed, configure its new name; if it was deleted, take it out of the configuration or make it again.`;
}

/** A brand goes by its domain, which the configuration has in one place or another. */
function missingBrand(lookUp: string, { import: imports = [], resource }: Configuration): string {
  const [, adopting = ""] =
    /^\w+\.([\w-]+)/.exec(
      imports.find(({ id }) => new RegExp(`\\bdata\\.${lookUp}\\b(?!-)`).test(id))?.to ?? "",
    ) ?? [];
  return resource?.[brand.type]?.[adopting]?.default === true
    ? "If the default brand was renamed, set brands.default to its new domain."
    : "If the brand was renamed, put its new domain into brands.others and the old one into brands.released; if it was deleted, take it out of brands.others.";
}
