import { DEVICE_CODE_GRANT } from "../../lib/rules/choices";
import * as objects from "../objects";
import { meaningOf, means, wantedBy } from "./meaning";
import { resourcesOf, type SetUp, type SetUpObject } from "./set-up";
import { isOfCliApplication, type Whose, whose } from "./whose";

/** Of a flow in which people enter device codes. */
const DESIGNATION = "stage_configuration";
/** The agent's own default for its client id. */
const CLIENT_ID = "authentik-cli";

/** The device code flow, made here or existing; undefined where the set-up has none or does not tell which. */
export function deviceCodeFlow(setUp: SetUp): SetUpObject | undefined {
  const flows = setUp.objects.filter(({ type }) => type === objects.flow.type);
  const decided = flows.filter((flow) => whose(setUp, flow) === "the agent's");
  const [first] = narrowed(decided, isWanted(setUp, objects.brand.type, "flow_device_code"));
  const open = flows.filter((flow) => flow.mode === "managed" && mayBe(setUp, flow));
  return first ?? only(narrowed(open, hasDesignation));
}

/** The provider of the agent's CLI; undefined where the set-up has none or does not tell which. */
export function cliProvider(setUp: SetUp): SetUpObject | undefined {
  const providers = resourcesOf(setUp, objects.provider.type);
  const decided = providers.filter(
    (each) => whose(setUp, each) === "the agent's" && !isOfCliApplication(setUp, each),
  );
  const federated = isWanted(setUp, objects.connector.type, "jwt_federation_providers");
  const [first] = narrowed(decided, federated, hasDeviceCode, hasAgentsClientId);
  const open = providers.filter((each) => mayBe(setUp, each));
  return first ?? only(narrowed(open, hasDeviceCode, hasAgentsClientId));
}

/** The application of that provider; undefined where the set-up has none or does not tell which. */
export function cliApplication(setUp: SetUp): SetUpObject | undefined {
  const provider = cliProvider(setUp);
  const applications = resourcesOf(setUp, objects.application.type);
  const meanings = new Map(
    applications.map((each) => [each, meaningOf(setUp, each, "protocol_provider")] as const),
  );
  const own = applications.find((each) => provider && means(meanings.get(each) ?? NOTHING, provider));
  return own ?? only(applications.filter((each) => meanings.get(each)?.keys.size === 0));
}

/** The providers of applications of the command line, which take the tokens of the agent's CLI. */
export function cliApplicationProviders(setUp: SetUp): readonly SetUpObject[] {
  return resourcesOf(setUp, objects.provider.type).filter((each) => isOfCliApplication(setUp, each));
}

/** The deployed applications of those providers. */
export function deployedCliApplications(setUp: SetUp): readonly SetUpObject[] {
  return resourcesOf(setUp, objects.application.type).filter(
    (each) => each.deployed && isOfCliApplication(setUp, each),
  );
}

/** An object of the agent's of which the set-up does not tell which it is. */
export interface Undecided {
  readonly what: "device code flow" | "provider" | "application";
  /** Addresses of those that may be it. */
  readonly candidates: readonly string[];
}

export function undecided(setUp: SetUp): readonly Undecided[] {
  const candidates = (type: string) =>
    resourcesOf(setUp, type)
      .filter((object) => mayBe(setUp, object))
      .map(({ address }) => address);
  const provider = cliProvider(setUp);
  const all: readonly (readonly [Undecided["what"], SetUpObject | undefined, string])[] = [
    ["device code flow", deviceCodeFlow(setUp), objects.flow.type],
    ["provider", provider, objects.provider.type],
    ["application", cliApplication(setUp), objects.application.type],
  ];
  return (
    all
      // Without the provider nobody can tell its application.
      .filter(([what, found]) => found === undefined && (what !== "application" || provider !== undefined))
      .map(([what, , type]) => ({ what, candidates: candidates(type) }))
      .filter((each) => each.candidates.length > 0)
  );
}

const NOTHING = { keys: new Set<string>(), isTold: true };

const mayBe = (setUp: SetUp, object: SetUpObject) => whose(setUp, object) === ("not known" satisfies Whose);

/** Whether the configuration, as it is now, points at the object from objects of a type. */
function isWanted(setUp: SetUp, from: string, attribute: string): (object: SetUpObject) => boolean {
  const wanted = resourcesOf(setUp, from).map((each) => wantedBy(setUp, each, attribute));
  return (object) => wanted.some((meaning) => means(meaning, object));
}

const values = (object: SetUpObject, attribute: string) =>
  [...object.seen, object.configured ?? {}].map((each) => each[attribute]);
const hasDeviceCode = (provider: SetUpObject) =>
  values(provider, "grant_types").some(
    (grants) => Array.isArray(grants) && grants.includes(DEVICE_CODE_GRANT),
  );
const hasDesignation = (flow: SetUpObject) => values(flow, "designation").includes(DESIGNATION);
const hasAgentsClientId = (provider: SetUpObject) => values(provider, "client_id").includes(CLIENT_ID);

/** Those for which a test holds, test by test, as long as it holds for any. */
function narrowed(
  objects: readonly SetUpObject[],
  ...tests: readonly ((object: SetUpObject) => boolean)[]
): readonly SetUpObject[] {
  return tests.reduce((left, test) => {
    const passing = left.filter(test);
    return passing.length > 0 ? passing : left;
  }, objects);
}

function only(objects: readonly SetUpObject[]): SetUpObject | undefined {
  return objects.length === 1 ? objects[0] : undefined;
}
