import { type AuthentikClient, unlessMissing } from "../authentik/client";
import * as objects from "../objects";
import type { ManagedType } from "../objects/object-type";
import { attribute, deployedIds, resourcesOf, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplicationEntries } from "./cli-applications";
import {
  bindingEntries,
  type Entries,
  groupEntries,
  left,
  NO_ENTRIES,
  placeEntries,
  stageEntries,
  together,
  tokenEntries,
  type Unmanaged,
} from "./entries";
import { type LiveLists, readLiveLists } from "./live-lists";
import { type LiveObject, valueAt } from "./live-object";
import { type Choices, idOf } from "./match";
import type { Setting } from "./settings";
import type { Lists } from "./sight";
import { SINGLES, type Single, singleOf } from "./singles";

/** What belongs to the agent's set-up in authentik, found from there and not by the names that are configured. */
export interface Relations {
  /** What was found and how. */
  readonly found: readonly string[];
  /** The ids of what is to be taken over, by address. */
  readonly ids: Choices;
  /** The names and the entries of lists that the configuration lacks. */
  readonly settings: readonly Setting[];
  readonly policies: Entries["policies"];
  readonly unmanaged: readonly Unmanaged[];
  /** Those of which someone has to choose one first. */
  readonly several?: Several;
}

export interface Several {
  readonly what: "connector" | "provider";
  readonly address: string;
  readonly candidates: readonly LiveObject[];
}

/**
 * Starts from what is there: the brand's flow, the provider of the client id with its application and who may use it, the
 * connector that accepts its tokens, and what belongs to that.
 *
 * @param choices ids that were chosen by address
 * @throws RequestError
 */
export async function relationsOf(
  client: AuthentikClient,
  list: Lists,
  managed: ManagedSetUp,
  choices: Choices,
): Promise<Relations> {
  const live = await readLiveLists(list);
  const provider = providerOf(managed, live, choices);
  if (provider.candidates) return open("provider", managed, provider.candidates);
  const application = await applicationOf(client, managed, choices, provider.object);
  const federating = live.connectors.filter((each) => accepts(each, provider.object));
  const connector = singleOf(SINGLES.connector, managed, choices, live.connectors, federating);
  if (connector.candidates) return open("connector", managed, connector.candidates);
  const flow = usedAsItIs(flowOf(managed, live, choices), provider.object, connector.object);
  const singles: readonly (readonly [Single, keyof typeof SINGLES, string])[] = [
    [flow, "flow", `a brand has it for device codes`],
    [provider, "provider", "a connector accepts its tokens"],
    [application, "application", "its provider is the CLI's"],
    [connector, "connector", "it accepts the CLI's tokens"],
  ];
  const lookedUp = flow.address === undefined ? flow.settings : [];
  const taken = singles.flatMap(([single, kind, how]) =>
    single.object && single.address ? [{ ...single, kind, how, type: SINGLES[kind].type }] : [],
  );
  const lists = together([
    brandEntries(managed, live, flow.object),
    await accessEntries(list, managed, application.object),
    connector.object
      ? await connectorEntries(list, managed, live, connector.object, flow.object)
      : NO_ENTRIES,
    await flowEntries(list, managed, flow.object),
    ...federating
      .filter((each) => each !== connector.object)
      .map((each) =>
        left(
          `connector ${each.name}`,
          "it accepts the CLI's tokens too, and an environment has one connector",
        ),
      ),
    ...(connector.object || federating.length > 0 ? [] : live.connectors.map(otherConnector)),
    await cliApplicationEntries(client, list, managed, live, provider.object),
  ]);
  return {
    found: [
      ...taken.map(
        ({ kind, type, object, how, calledInVain: other }) =>
          `${type.kind} ${nameIn(kind, object)}: ${how}${other === undefined ? "" : `; there is none called ${other}`}`,
      ),
      ...lists.found,
    ],
    ids: new Map(taken.map(({ type, address = "", object = {} }) => [address, idOf(type, object)])),
    settings: [...lookedUp, ...taken.flatMap(({ settings }) => settings), ...lists.settings],
    policies: lists.policies,
    unmanaged: lists.unmanaged,
  };
}

function open(what: Several["what"], managed: ManagedSetUp, candidates: readonly LiveObject[]): Relations {
  const { address = "" } = SINGLES[what].of(managed) ?? {};
  return {
    found: [],
    ids: new Map(),
    settings: [],
    policies: [],
    unmanaged: [],
    several: { what, address, candidates },
  };
}

const nameIn = (kind: keyof typeof SINGLES, object: LiveObject = {}) =>
  String(kind === "flow" || kind === "application" ? object.slug : object.name);

const has = (list: unknown, id: unknown) => Array.isArray(list) && list.includes(id);

const accepts = (connector: LiveObject, provider: LiveObject | undefined) =>
  provider !== undefined && has(connector.jwt_federation_providers, provider.pk);

/** The flow of the default brand, or the one that the others have. */
function flowOf(managed: ManagedSetUp, { brands, flows }: LiveLists, choices: Choices): Single {
  const [ofDefault] = brands.filter((brand) => brand.default).flatMap(deviceCodeFlowOf);
  const ofOthers = [...new Set(brands.flatMap(deviceCodeFlowOf))];
  const id = ofDefault ?? (ofOthers.length === 1 ? ofOthers[0] : undefined);
  const related = flows.filter(({ pk }) => pk === id);
  return singleOf(SINGLES.flow, managed, choices, flows, related);
}

/** A flow that the provider or the connector needs too is none of the set-up's own: it is looked up. */
function usedAsItIs(flow: Single, ...users: readonly (LiveObject | undefined)[]): Single {
  const isNeeded = users.some((user) => FLOWS.some((field) => user && user[field] === flow.object?.pk));
  if (!isNeeded || flow.address === undefined) return flow;
  return {
    object: flow.object,
    settings: [{ path: ["deviceCodeFlow", "existing"], value: flow.object?.slug }],
  };
}

const FLOWS = ["authorization_flow", "authentication_flow", "invalidation_flow"] as const;

const deviceCodeFlowOf = ({ flow_device_code: id }: LiveObject) => (id ? [id] : []);

/** The provider of the client id, else the public one that connectors accept. */
function providerOf(managed: ManagedSetUp, { providers, connectors }: LiveLists, choices: Choices): Single {
  const accepted = providers.filter(
    (provider) => provider.client_type === "public" && connectors.some((each) => accepts(each, provider)),
  );
  return singleOf(SINGLES.provider, managed, choices, providers, accepted);
}

/** The application of the provider. Their list leaves out those that the token's user may not open. */
async function applicationOf(
  client: AuthentikClient,
  managed: ManagedSetUp,
  choices: Choices,
  provider: LiveObject | undefined,
): Promise<Single> {
  const { path } = objects.application.api;
  const object = SINGLES.application.of(managed);
  const slugs = [
    provider?.assigned_application_slug,
    object?.deployed?.slug ?? object?.importId ?? choices.get(object?.address ?? ""),
    attribute(object, "slug"),
  ].filter((slug) => slug !== undefined && slug !== null && slug !== "");
  const found = await Promise.all(
    [...new Set(slugs.map(String))].map((slug) =>
      unlessMissing<LiveObject>(client.get(`${path}${encodeURIComponent(slug)}/`)),
    ),
  );
  const all = found.filter((each) => each !== undefined);
  const related = all.filter(({ provider: pk }) => provider !== undefined && pk === provider.pk);
  return singleOf(SINGLES.application, managed, choices, all, related);
}

/** The brands beside the default one that have the same flow, and the default one's domain. */
function brandEntries(managed: ManagedSetUp, { brands }: LiveLists, flow: LiveObject | undefined): Entries {
  const domains = resourcesOf(managed, objects.brand.type).flatMap(
    (brand) => attribute(brand, "domain") ?? [],
  );
  const looked = managed.objects
    .filter(({ mode, type }) => mode === "data" && type === objects.brand.type)
    .flatMap((brand) => attribute(brand, "domain") ?? []);
  const configured = new Set([...domains, ...looked]);
  const byDefault = brands.find((brand) => brand.default);
  const others = brands.filter(({ default: isDefault }) => !isDefault);
  const further = others.filter(
    ({ domain, flow_device_code: id }) => flow && id === flow.pk && !configured.has(String(domain)),
  );
  const settings: Setting[] = [];
  if (byDefault && !configured.has(String(byDefault.domain))) {
    settings.push({ path: ["brands", "default"], value: byDefault.domain });
  }
  if (further.length > 0) {
    const before = others.map(({ domain }) => String(domain)).filter((domain) => configured.has(domain));
    settings.push({
      path: ["brands", "others"],
      value: [...before, ...further.map(({ domain }) => String(domain))],
    });
  }
  return {
    ...NO_ENTRIES,
    settings,
    found: further.map(({ domain }) => `brand ${domain}: it has the same flow for device codes`),
    unmanaged: others
      .filter(({ domain }) => !configured.has(String(domain)))
      .filter(({ flow_device_code: id }) => id && id !== flow?.pk)
      .map(({ domain }) => ({ what: `brand ${domain}`, why: "it has another flow for device codes" })),
  };
}

/** Who may use the application. */
async function accessEntries(
  list: Lists,
  managed: ManagedSetUp,
  application: LiveObject | undefined,
): Promise<Entries> {
  if (!application) return NO_ENTRIES;
  return bindingEntries(
    managed,
    {
      what: `application ${application.slug}`,
      list: ["cli", "access"],
      object: SINGLES.application.of(managed),
    },
    await bindingsOf(list, application.pk),
  );
}

const bindingsOf = (list: Lists, target: unknown) => list(objects.policyBinding, { target: String(target) });

/** What belongs to the connector: its tokens, the groups of their devices and who may log in to those, its stages. */
async function connectorEntries(
  list: Lists,
  managed: ManagedSetUp,
  live: LiveLists,
  connector: LiveObject,
  flow: LiveObject | undefined,
): Promise<Entries> {
  const id = idOf(objects.connector, connector);
  const own = ({ connector: of }: LiveObject) => of === id;
  const tokens = live.tokens.filter(own);
  const stages = live.stages.filter(own);
  const used = live.groups.filter((group) =>
    tokens.some((token) => token.device_group === idOf(objects.deviceAccessGroup, group)),
  );
  const groups = groupEntries(managed, used);
  const named = new Set(namesIn(groups.settings));
  const kept = live.groups.filter(
    (group) => named.has(String(group.name)) || groupIn(managed, group) !== undefined,
  );
  const bindings = await Promise.all(
    kept.map(async (group) => {
      const target = {
        what: `device access group ${group.name}`,
        list: ["deviceAccessGroups", { name: String(group.name) }, "access"],
        object: groupIn(managed, group),
      };
      return bindingEntries(managed, target, await bindingsOf(list, idOf(objects.deviceAccessGroup, group)));
    }),
  );
  const taken = stageEntries(managed, stages, !connector.challenge_key);
  const takenNames = new Set(namesIn(taken.settings));
  const unused = live.groups.filter((group) => !used.includes(group) && !kept.includes(group));
  return together([
    groups,
    ...bindings,
    tokenEntries(managed, tokens, kept, Date.now()),
    taken,
    ...(await Promise.all(
      stages
        .filter((stage) => takenNames.has(String(stage.name)) || hasStage(managed, stage))
        .map((stage) => placeEntriesOf(list, managed, live, stage, flow)),
    )),
    ...unused.map((group) =>
      left(
        `device access group ${group.name}`,
        "no token of the connector puts devices into it; name it under deviceAccessGroups to take it over",
      ),
    ),
  ]);
}

const hasStage = (managed: ManagedSetUp, stage: LiveObject) =>
  resourcesOf(managed, objects.endpointStage.type).some(
    (each) => each.configured && attribute(each, "name") === stage.name,
  );

/** The place of a stage in a flow. */
async function placeEntriesOf(
  list: Lists,
  managed: ManagedSetUp,
  { flows }: LiveLists,
  stage: LiveObject,
  deviceCodeFlow: LiveObject | undefined,
): Promise<Entries> {
  const bindings = await list(objects.flowStageBinding, { stage: idOf(objects.endpointStage, stage) });
  return placeEntries(managed, stage, bindings, flows, deviceCodeFlow);
}

const namesIn = (settings: readonly Setting[]) =>
  settings.flatMap(({ path }) => path.flatMap((step) => (typeof step === "object" ? (step.name ?? []) : [])));

/** The configured group of this name. */
const groupIn = (managed: ManagedSetUp, group: LiveObject): SetUpObject | undefined =>
  resourcesOf(managed, objects.deviceAccessGroup.type).find(
    (each) => each.configured && attribute(each, "name") === group.name,
  );

/** What is bound to the device code flow, for which the configuration has no settings. */
async function flowEntries(
  list: Lists,
  managed: ManagedSetUp,
  flow: LiveObject | undefined,
): Promise<Entries> {
  if (!flow) return NO_ENTRIES;
  const known = deployedIds(managed, objects.policyBinding.type);
  const [bindings, stages] = await Promise.all([
    bindingsOf(list, flow.policybindingmodel_ptr_id),
    list(objects.flowStageBinding, { target: String(flow.pk) }),
  ]);
  return together([
    ...bindings
      .filter((binding) => !known.includes(idOf(objects.policyBinding, binding)))
      .map(({ order }) => left(`binding ${order} of flow ${flow.slug}`, "there are no settings for it")),
    ...stages.map((binding) =>
      left(
        `stage ${valueAt(binding, "stage_obj.name")} of flow ${flow.slug} at ${binding.order}`,
        "there are no settings for it",
      ),
    ),
  ]);
}

const otherConnector = ({ name }: LiveObject) =>
  left(
    `connector ${name}`,
    `it does not accept the CLI's tokens; --connector ${JSON.stringify(name)} takes it over all the same`,
  );

/** The choice of a connector by its name or id, by address. @throws Error where it names none or several */
export async function connectorChoice(
  client: AuthentikClient,
  managed: ManagedSetUp,
  given: string,
): Promise<readonly [address: string, id: string]> {
  const type: ManagedType = objects.connector;
  const wanted = SINGLES.connector.of(managed);
  if (!wanted || wanted.deployed || wanted.importId !== undefined) {
    throw new Error(
      `--connector ${given}: ${managed.environment} has ${wanted ? "taken over its connector already" : "no single connector, name it with --id"}`,
    );
  }
  const all = await client.list<LiveObject>(type.api.path);
  const meant = all.filter((each) => each.name === given || idOf(type, each) === given);
  const [connector, ...others] = meant;
  if (!connector) {
    const names = all.map(({ name }) => name).join(", ") || "none";
    throw new Error(`--connector ${given}: there is no such connector, expected one of ${names}`);
  }
  if (others.length > 0) {
    const ids = meant.map((each) => idOf(type, each)).join(", ");
    throw new Error(`--connector ${given}: several are called so, give the id of one: ${ids}`);
  }
  return [wanted.address, idOf(type, connector)];
}
