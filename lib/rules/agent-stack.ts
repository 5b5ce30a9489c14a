import * as z from "zod";
import { binding } from "./access";
import { APPLICATION, CLI, cliRules, cliSettings } from "./agent-cli-provider";
import { CONNECTOR, connector } from "./agent-connector";
import { AUTHENTIK_SERVER, serverRules } from "./authentik-server";
import { brandRules, brands } from "./brands";
import { cliApplicationRules, cliApplicationSettings, identityOf } from "./cli-application";
import { knownName, namedOnce, onlyOnce, renamedOnce } from "./common";
import { quoted } from "./credential-shapes";
import { deviceAccessGroupRules, deviceAccessGroupSettings } from "./device-access-group";
import { deviceCodeFlowOrExisting, existingFlowAlone } from "./device-code-flow";
import type { Draft } from "./draft";
import { endpointStageOfStack } from "./endpoint-stage";
import { enrollmentTokenOfStack, enrollmentTokenRules } from "./enrollment-token";
import type { Obligations } from "./obligations";
import { releaseRules } from "./release-rules";
import { at, each, inEach, type Rules, rule, type Subject } from "./rule";
import { address, environmentName, list, objectId, orNothing, settings } from "./setting-types";
import { stateBackend, stateBackendRules } from "./state-backend";

/** The settings of a whole stack, where the bindings of `access` have a form of their own. */
export const agentStackRows = <B extends z.ZodType>(ofBinding: B) => ({
  deviceCodeFlow: orNothing(deviceCodeFlowOrExisting),
  brands: orNothing(brands),
  cli: orNothing(cliSettings(ofBinding)),
  cliApplications: list(
    cliApplicationSettings(ofBinding),
    "Applications that take the CLI's tokens, for `ak auth kubectl`, `aws`, `vault` and `raw`.",
    [],
  ),
  connector: orNothing(connector),
  deviceAccessGroups: list(
    deviceAccessGroupSettings(ofBinding),
    "Groups of devices and who may log in to them.",
    [],
  ),
  enrollmentTokens: list(enrollmentTokenOfStack, "Tokens with which devices enrol.", []),
  endpointStages: list(endpointStageOfStack, "Stages that check the device on which someone logs in.", []),
  adopt: orNothing(
    z.record(address("Terraform address."), objectId("Id in authentik.")).meta({
      description:
        "Existing objects to take over instead of creating them, by Terraform address, each with its id in authentik: `agent-stack adopt` finds them. Not inherited.",
      errorMessage: "expected a mapping",
    }),
  ),
  backend: orNothing(stateBackend),
  ...AUTHENTIK_SERVER,
});

const formerly = settings(
  "The environment before it was renamed.",
  { backend: orNothing(stateBackend) },
  { name: environmentName("Name that it had.") },
);

const schema = settings("A stack.", { ...agentStackRows(binding), formerly });

export type StackDraft = Draft<z.output<typeof schema>>;

interface NeededFlow {
  readonly slug: string;
  readonly setting: string;
  readonly needed: unknown;
}

const newFlowHasItsOwnSlug = rule({
  subjects: ({ deviceCodeFlow, cli, cliApplications, connector, endpointStages }: StackDraft) => {
    const slug = deviceCodeFlow?.slug;
    if (typeof slug !== "string") return [];
    const needed: Readonly<Record<string, unknown>> = {
      "cli.authorizationFlow": cli?.authorizationFlow ?? CLI.authorizationFlow.byDefault,
      "cli.authenticationFlow": cli?.authenticationFlow,
      "cli.invalidationFlow": cli?.invalidationFlow ?? CLI.invalidationFlow.byDefault,
      ...Object.fromEntries(
        (cliApplications ?? []).flatMap((each, index) =>
          ["authorizationFlow", "authenticationFlow", "invalidationFlow"].map((key) => [
            `cliApplications[${index}].${key}`,
            each?.[key as "authorizationFlow"],
          ]),
        ),
      ),
      "connector.authorizationFlow": connector?.authorizationFlow ?? CONNECTOR.authorizationFlow.byDefault,
      ...Object.fromEntries(
        (endpointStages ?? []).map((stage, index) => [
          `endpointStages[${index}].bind.flow`,
          stage?.bind?.flow,
        ]),
      ),
    };
    return Object.keys(needed).map((setting) => ({
      path: ["deviceCodeFlow", "slug"],
      judged: { slug, setting, needed: needed[setting] },
    }));
  },
  condition: ({ slug, needed }: NeededFlow) => slug === needed,
  message: ({ slug, setting }) => `got ${quoted(slug)}, the flow that ${setting} needs to exist already`,
  remedy: () => "expected a slug of its own",
});

const furtherProvidersAreOthers = rule({
  subjects: ({ cli, cliApplications, connector }: StackDraft) =>
    [
      ...each<string>(["connector", "furtherFederatedProviders"], connector?.furtherFederatedProviders),
      ...(cliApplications ?? []).flatMap((application, index) =>
        each<string>(
          ["cliApplications", index, "furtherFederatedProviders"],
          application?.furtherFederatedProviders,
        ),
      ),
    ].map(({ path, judged }) => ({ path, judged: { name: judged, ours: cli?.name ?? CLI.name.byDefault } })),
  condition: ({ name, ours }: { name: string; ours: string }) => name === ours,
  message: () => "names the CLI's own provider, which is accepted anyway",
  remedy: () => "remove it",
});

interface Taken {
  readonly value: string;
  /** Who has it already. */
  readonly by: string | undefined;
}

/** What authentik has once only: names and client ids of providers, slugs of applications. */
const applicationsAreTheirOwn = (["name", "clientId", "slug"] as const).map((what) =>
  rule({
    subjects: ({ cli, cliApplications }: StackDraft): Subject<Taken>[] => {
      const first = new Map([
        [
          {
            name: cli?.name ?? CLI.name.byDefault,
            clientId: cli?.clientId ?? CLI.clientId.byDefault,
            slug: cli?.application?.slug ?? APPLICATION.slug.byDefault,
          }[what],
          "cli",
        ],
      ]);
      return (cliApplications ?? []).flatMap((each, index) => {
        if (!each) return [];
        const value = { name: each.name ?? undefined, ...identityOf(each) }[what];
        if (value === undefined) return [];
        const by = first.get(value);
        if (by === undefined) first.set(value, `cliApplications[${index}]`);
        return [{ path: ["cliApplications", index], judged: { value, by } }];
      });
    },
    condition: ({ by }) => by !== undefined,
    message: ({ value, by }) => `has the ${WORDS[what]} of ${by}, ${quoted(value)}`,
    remedy: () => `give it ${SETTINGS[what]} of its own`,
  }),
);

const WORDS = { name: "name", clientId: "client id", slug: "slug" } as const;
const SETTINGS = { name: "a name", clientId: "a clientId", slug: "an application.slug" } as const;

const tokensJoinOurGroups = knownName(
  "deviceAccessGroups",
  ({ deviceAccessGroups, enrollmentTokens }: StackDraft) => {
    const known = (deviceAccessGroups ?? []).flatMap((group) => group?.name ?? []);
    return (enrollmentTokens ?? []).map((token, index) => ({
      path: ["enrollmentTokens", index, "deviceAccessGroup"],
      judged: { name: token?.deviceAccessGroup, known },
    }));
  },
);

const rules: Rules<StackDraft> = [
  ...serverRules,
  ...releaseRules,
  at("backend", stateBackendRules),
  at("formerly", [at("backend", stateBackendRules)]),
  at("deviceCodeFlow", [existingFlowAlone]),
  newFlowHasItsOwnSlug,
  at("brands", brandRules),
  at("cli", cliRules),
  inEach("cliApplications", cliApplicationRules),
  ...applicationsAreTheirOwn,
  onlyOnce(
    ["connector", "furtherFederatedProviders"],
    ({ connector }: StackDraft) => connector?.furtherFederatedProviders,
  ),
  furtherProvidersAreOthers,
  namedOnce("deviceAccessGroups"),
  namedOnce("enrollmentTokens"),
  namedOnce("endpointStages"),
  renamedOnce("cliApplications"),
  renamedOnce("deviceAccessGroups"),
  renamedOnce("enrollmentTokens"),
  renamedOnce("endpointStages"),
  tokensJoinOurGroups,
  inEach("enrollmentTokens", enrollmentTokenRules),
  inEach("deviceAccessGroups", deviceAccessGroupRules),
];

const cautions: Rules<StackDraft> = [
  rule({
    subjects: ({ connector, deviceAccessGroups }: StackDraft) => [
      {
        path: ["connector", "authorizationFlow"],
        judged: { flow: connector?.authorizationFlow, deviceAccessGroups },
      },
    ],
    condition: ({ flow, deviceAccessGroups }) => flow === false && (deviceAccessGroups ?? []).length > 0,
    message: () =>
      "got false, so that authentik answers 400 where people log in on the devices of deviceAccessGroups",
    remedy: () => "remove it, or name a flow",
  }),
];

export const agentStack: Obligations<typeof schema> = { schema, rules, cautions };
