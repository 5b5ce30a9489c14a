import { managedScope } from "../agent-cli-provider";
import { DEVICE_CODE_GRANT } from "../choices";
import { MANAGED_SCOPES } from "../scopes";
import { quoted } from "./credential-shapes";
import type { Mistake } from "./mistake";
import { type BindingSettings, type EnvironmentSettings, environmentSchema } from "./schema";
import { defaultAt, knownKeys, schemaAt } from "./schema-walk";
import { type Path, pathText } from "./sourced";
import { closest, inWords, suggestion } from "./suggestion";

/** Settings in which everything may be missing, since what the schema refuses is left out. */
export type Draft<T> = T extends readonly (infer I)[]
  ? readonly (Draft<I> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | null }
    : T;

export type EnvironmentDraft = Draft<EnvironmentSettings>;

/** What settings that are right one by one get wrong together, by paths from the environment. */
export function environmentMistakes(environment: EnvironmentDraft): Mistake[] {
  return RULES.flatMap((rule) => rule(environment));
}

const RULES: readonly ((environment: EnvironmentDraft) => Mistake[])[] = [
  oneBackend,
  existingFlowAlone,
  newFlowHasItsOwnSlug,
  brandsOnce,
  scopesKnownAndOnce,
  grantTypesWithDeviceCode,
  federatedProvidersOnce,
  namesOnce,
  tokensJoinOurGroups,
  tokensEndOnce,
  accessIsClear,
];

function oneBackend({ backend }: EnvironmentDraft): Mistake[] {
  return backend === undefined
    ? []
    : exactlyOne(["backend"], backend ?? {}, knownKeys(schemaAt(environmentSchema, ["backend"])) ?? []);
}

function existingFlowAlone({ deviceCodeFlow }: EnvironmentDraft): Mistake[] {
  const { existing, ...others } = deviceCodeFlow ?? {};
  if (existing === undefined) return [];
  return Object.keys(others).map((key) => ({
    path: ["deviceCodeFlow", key],
    message: "given beside existing, whose flow is used as it is: remove one of them",
  }));
}

function newFlowHasItsOwnSlug({ deviceCodeFlow, cli, connector }: EnvironmentDraft): Mistake[] {
  const slug = deviceCodeFlow?.slug;
  if (typeof slug !== "string") return [];
  const others: Record<string, unknown> = {
    "cli.authorizationFlow":
      cli?.authorizationFlow ?? defaultAt(environmentSchema, ["cli", "authorizationFlow"]),
    "cli.authenticationFlow": cli?.authenticationFlow,
    "cli.invalidationFlow":
      cli?.invalidationFlow ?? defaultAt(environmentSchema, ["cli", "invalidationFlow"]),
    "connector.authorizationFlow": connector?.authorizationFlow,
  };
  const same = Object.keys(others).filter((key) => others[key] === slug);
  return same.map((key) => ({
    path: ["deviceCodeFlow", "slug"],
    message: `got ${quoted(slug)}, the flow that ${key} needs to exist already, expected a slug of its own`,
  }));
}

function brandsOnce({ brands }: EnvironmentDraft): Mistake[] {
  const others = brands?.others ?? [];
  const released = brands?.released ?? [];
  const byDefault = brands?.default ?? defaultAt(environmentSchema, ["brands", "default"]);
  return [
    ...repetitions(["brands", "others"], others, String),
    ...at(["brands", "others"], others, (domain) => {
      // cdktf loses this key when it merges objects.
      if (domain === "__proto__") return "is a name that cannot be kept: give the brand another domain";
      return domain === byDefault
        ? "names the default brand, which has the flow anyway: remove it"
        : undefined;
    }),
    ...repetitions(["brands", "released"], released, String),
    ...at(["brands", "released"], released, (domain) =>
      others.includes(domain) ? "is among brands.others too: remove it from one of them" : undefined,
    ),
  ];
}

function scopesKnownAndOnce({ cli }: EnvironmentDraft): Mistake[] {
  const scopes = cli?.scopes ?? [];
  const custom = cli?.customScopeMappings ?? [];
  return [
    ...repetitions(["cli", "scopes"], scopes, (scope) => managedScope(scope)),
    ...repetitions(["cli", "customScopeMappings"], custom, String),
    ...at(["cli", "scopes"], scopes, (scope) =>
      scope.includes("/") || MANAGED_SCOPES.includes(scope)
        ? undefined
        : `got ${quoted(scope)}, expected one of ${inWords(MANAGED_SCOPES)}, or the whole "managed" value of a scope mapping${suggestion(scope, MANAGED_SCOPES)}`,
    ),
  ];
}

function grantTypesWithDeviceCode({ cli }: EnvironmentDraft): Mistake[] {
  const grantTypes = cli?.grantTypes;
  if (!Array.isArray(grantTypes)) return [];
  const path = ["cli", "grantTypes"];
  const isLacking = !grantTypes.includes(undefined) && !grantTypes.includes(DEVICE_CODE_GRANT);
  const lacking = { path, message: `lacks ${quoted(DEVICE_CODE_GRANT)}, with which agents log in: add it` };
  return [...repetitions(path, grantTypes, String), ...(isLacking ? [lacking] : [])];
}

function federatedProvidersOnce({ cli, connector }: EnvironmentDraft): Mistake[] {
  const path = ["connector", "furtherFederatedProviders"];
  const names = connector?.furtherFederatedProviders ?? [];
  const ours = cli?.name ?? defaultAt(environmentSchema, ["cli", "name"]);
  return [
    ...repetitions(path, names, String),
    ...at(path, names, (name) =>
      name === ours ? "names the CLI's own provider, which is accepted anyway: remove it" : undefined,
    ),
  ];
}

function namesOnce(environment: EnvironmentDraft): Mistake[] {
  const lists = ["deviceAccessGroups", "enrollmentTokens", "endpointStages"] as const;
  return lists.flatMap((list) => {
    const names = (environment[list] ?? []).map((item) => item?.name ?? undefined);
    return repetitions([list], names, String, ["name"]);
  });
}

function tokensJoinOurGroups({ deviceAccessGroups, enrollmentTokens }: EnvironmentDraft): Mistake[] {
  const groups = (deviceAccessGroups ?? []).flatMap((group) => group?.name ?? []);
  return (enrollmentTokens ?? []).flatMap((token, index) =>
    unknownName(
      ["enrollmentTokens", index, "deviceAccessGroup"],
      token?.deviceAccessGroup,
      "deviceAccessGroups",
      groups,
    ),
  );
}

function tokensEndOnce({ enrollmentTokens }: EnvironmentDraft): Mistake[] {
  return at(["enrollmentTokens"], enrollmentTokens ?? [], (token) =>
    token.expiring === false && token.expires !== undefined
      ? "has both expires and expiring: false: remove one of them"
      : undefined,
  );
}

function accessIsClear({ cli, deviceAccessGroups, policies }: EnvironmentDraft): Mistake[] {
  const known = Object.keys(policies ?? {});
  return [
    ...accessMistakes(["cli", "access"], cli?.access ?? [], known),
    ...(deviceAccessGroups ?? []).flatMap((group, index) =>
      accessMistakes(["deviceAccessGroups", index, "access"], group?.access ?? [], known),
    ),
  ];
}

const BOUND = ["group", "user", "policy"] as const;

function accessMistakes(
  path: Path,
  access: readonly (Draft<BindingSettings> | undefined)[],
  policies: readonly string[],
): Mistake[] {
  const whom = (binding: Draft<BindingSettings>) => {
    const [kind, ...others] = BOUND.filter((bound) => binding[bound] !== undefined);
    return kind && others.length === 0 ? `${kind} ${binding[kind]}` : undefined;
  };
  return [
    ...repetitions(path, access, whom),
    ...access.flatMap((binding, index) => [
      ...(binding ? exactlyOne([...path, index], binding, BOUND) : []),
      ...unknownName([...path, index, "policy"], binding?.policy, "policies", policies),
    ]),
  ];
}

function exactlyOne(path: Path, mapping: object, kinds: readonly string[]): Mistake[] {
  const given = kinds.filter((kind) => kind in mapping);
  const isMisspelt = Object.keys(mapping).some((key) => !kinds.includes(key) && closest(key, kinds));
  if (given.length === 1 || (given.length === 0 && isMisspelt)) return [];
  const message = `got ${given.length === 0 ? "none" : given.join(" and ")}, expected exactly one of ${kinds.join(", ")}`;
  return [{ path, message }];
}

function unknownName(path: Path, name: unknown, home: string, known: readonly string[]): Mistake[] {
  if (typeof name !== "string" || known.includes(name)) return [];
  const expected =
    known.length === 0 ? `a name under ${home}, where there is none yet` : `one of ${inWords(known)}`;
  return [{ path, message: `got ${quoted(name)}, expected ${expected}${suggestion(name, known)}` }];
}

function repetitions<T>(
  path: Path,
  items: readonly (T | undefined)[],
  identity: (item: T) => string | undefined,
  pathInItem: Path = [],
): Mistake[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = item === undefined ? undefined : identity(item);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    const remedy = pathInItem.length > 0 ? "rename one of them" : "remove one of them";
    const message = `repeats ${pathText([...path, earlier, ...pathInItem])}: ${remedy}`;
    return [{ path: [...path, index, ...pathInItem], message }];
  });
}

function at<T>(
  path: Path,
  items: readonly (T | undefined)[],
  mistake: (item: T) => string | undefined,
): Mistake[] {
  return items.flatMap((item, index) => {
    const message = item === undefined ? undefined : mistake(item);
    return message === undefined ? [] : [{ path: [...path, index], message }];
  });
}
