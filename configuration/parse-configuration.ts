import type { AgentStackProps } from "../lib/agent-stack";
import { credentialMistakes } from "../lib/rules/credentials";
import { draftOf } from "../lib/rules/draft";
import type { Mistake } from "../lib/rules/mistake";
import { singleMistakes } from "../lib/rules/settings-mistakes";
import { isMapping } from "../lib/rules/value";
import { adoptMistakes } from "./adopted-addresses";
import { ConfigurationError, type PlacedMistake } from "./configuration-error";
import { type EnvironmentDraft, environmentMistakes } from "./environment-mistakes";
import { FormerEnvironments } from "./former-environments";
import { inherit } from "./inheritance";
import { distinct, type LocatedMistake, located, mistakeAt } from "./place-mistakes";
import { toProps } from "./props";
import { configurationSchema, environmentSchema } from "./schema";
import {
  inheritedServerMistakes,
  missingServerMistakes,
  reservedNameMistakes,
  sharedPlaceMistakes,
} from "./shared-places";
import { isNothing, plain, type Sourced } from "./sourced";
import type { TenantFile } from "./tenant-files";
import { readTenants, withTenants } from "./tenants";
import { readYaml } from "./yaml-source";

export interface Configuration {
  readonly environments: readonly Environment[];
}

export interface Environment {
  readonly name: string;
  readonly props: AgentStackProps;
}

/**
 * The environments that an agent-stack.yaml describes.
 *
 * @param file how messages call the file
 * @param tenants the files of environments that have one of their own
 * @throws ConfigurationError that lists everything that is wrong with it
 */
export function parseConfiguration(
  text: string,
  file: string,
  tenants: readonly TenantFile[] = [],
): Configuration {
  const main = readYaml(text);
  const ofTenants = readTenants(tenants);
  if (!main.root || !ofTenants.isReadable)
    throw new ConfigurationError(file, [...main.mistakes, ...ofTenants.mistakes]);
  const { root: written, mistakes: inTenants } = withTenants(main.root, ofTenants, file);
  const ofYaml = [...main.mistakes, ...inTenants];
  if (isNothing(written)) throw new ConfigurationError(file, [mistakeAt(written.place, EMPTY), ...ofYaml]);
  const credentials = credentialMistakes(plain(written), configurationSchema).map((mistake) =>
    located(mistake, written),
  );
  const { root, mistakes: ofInheritance, formerBackends } = inherit(written);
  const former = new FormerEnvironments(formerBackends);
  const settings = withoutTemplates(withoutExtensions(plain(root)));
  const refused = singleMistakes(settings, configurationSchema, environmentSchema);
  const draft = draftOf(
    settings,
    refused.map(({ path }) => path),
  );
  const found = [...ofInheritance, ...refused, ...mistakesTogether((draft ?? {}) as Draft, former, root)].map(
    (mistake) => located(mistake, root),
  );
  const mistakes = distinct([...ofYaml, ...credentials, ...withoutPlacesOf(credentials, found)]);
  if (mistakes.length > 0) throw new ConfigurationError(file, mistakes);
  const environments = Object.entries(configurationSchema.parse(settings).environments).map(
    ([name, environment]) => ({ name, props: toProps(environment, former.of(name, environment)) }),
  );
  const adopted = environments.flatMap(({ name, props }) => adoptMistakes(name, props));
  if (adopted.length > 0) {
    throw new ConfigurationError(file, distinct(adopted.map((mistake) => located(mistake, root))));
  }
  return { environments };
}

/** Keys at the top that begin with `x-` hold what aliases repeat elsewhere, as in compose files. */
function withoutExtensions(settings: unknown): unknown {
  if (!isMapping(settings)) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !key.startsWith("x-")));
}

/** What a template says is judged where it is complete: in the environments that extend it. */
function withoutTemplates(settings: unknown): unknown {
  if (!isMapping(settings) || !isMapping(settings.templates)) return settings;
  const { templates, ...others } = settings;
  const wrong = Object.entries(templates).filter(([, template]) => template !== null && !isMapping(template));
  return wrong.length === 0 ? others : { ...others, templates: Object.fromEntries(wrong) };
}

const EMPTY = 'the file is empty, expected at least "environments: {production: {}}"';

interface Draft {
  readonly environments?: Readonly<Record<string, EnvironmentDraft | null | undefined>>;
}

function mistakesTogether(
  { environments = {} }: Draft,
  former: FormerEnvironments,
  root: Sourced,
): Mistake[] {
  const drafts = Object.fromEntries(Object.entries(environments).map(([name, draft]) => [name, draft ?? {}]));
  return [
    ...reservedNameMistakes(Object.keys(drafts)),
    ...sharedPlaceMistakes(drafts),
    ...missingServerMistakes(drafts),
    ...former.mistakes(drafts),
    ...inheritedServerMistakes(drafts, root),
    ...Object.entries(drafts).flatMap(([name, draft]) =>
      environmentMistakes(draft).map(({ path, message }) => ({
        path: ["environments", name, ...path],
        message,
      })),
    ),
  ];
}

function withoutPlacesOf(
  credentials: readonly PlacedMistake[],
  found: readonly LocatedMistake[],
): LocatedMistake[] {
  const taken = new Set(credentials.map(placeText));
  return found.filter((mistake) => !taken.has(placeText(mistake)));
}

const placeText = ({ file = "", line, column }: PlacedMistake) => `${file}:${line}:${column}`;
