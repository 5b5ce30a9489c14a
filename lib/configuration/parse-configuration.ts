import type { AgentStackProps } from "../agent-stack";
import { adoptMistakes } from "./adopted-addresses";
import { type EnvironmentDraft, environmentMistakes } from "./environment-rules";
import { inherit } from "./inheritance";
import { distinct, type LocatedMistake, located, type Mistake } from "./mistake";
import { ConfigurationError, type Problem } from "./problem";
import { toProps } from "./props";
import { configurationSchema } from "./schema";
import { schemaMistakes } from "./schema-mistakes";
import { secretProblems } from "./secrets";
import { reservedNameMistakes, sharedPlaceMistakes } from "./shared-places";
import { isNothing, type Path, plain, problemAt, type Sourced } from "./sourced";
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
 * @throws ConfigurationError that lists everything that is wrong with it
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const { root: written, problems: yamlProblems } = readYaml(text);
  if (!written) throw new ConfigurationError(file, yamlProblems);
  if (isNothing(written)) throw new ConfigurationError(file, [problemAt(written.place, EMPTY)]);
  const secrets = secretProblems(written, configurationSchema);
  const { root, mistakes } = inherit(written);
  const result = configurationSchema.safeParse(plain(root));
  const refused = schemaMistakes(result.error?.issues ?? [], root, configurationSchema);
  const together = mistakesTogether(without(root, refused));
  const found = [...mistakes, ...refused, ...together].map((mistake) => located(mistake, root));
  const problems = distinct([...yamlProblems, ...secrets, ...withoutPlacesOf(secrets, found)]);
  if (!result.success || problems.length > 0) throw new ConfigurationError(file, problems);
  const environments = Object.entries(result.data.environments).map(([name, settings]) => ({
    name,
    props: toProps(settings),
  }));
  const adopted = environments.flatMap(({ name, props }) => adoptMistakes(name, props));
  if (adopted.length > 0) {
    throw new ConfigurationError(file, distinct(adopted.map((mistake) => located(mistake, root))));
  }
  return { environments };
}

const EMPTY = 'the file is empty, expected at least "environments: {production: {}}"';

interface Draft {
  readonly environments?: Readonly<Record<string, EnvironmentDraft | null | undefined>>;
}

function mistakesTogether({ environments = {} }: Draft): Mistake[] {
  const drafts = Object.fromEntries(Object.entries(environments).map(([name, draft]) => [name, draft ?? {}]));
  return [
    ...reservedNameMistakes(Object.keys(drafts)),
    ...sharedPlaceMistakes(drafts),
    ...Object.entries(drafts).flatMap(([name, draft]) =>
      environmentMistakes(draft).map(({ path, message }) => ({
        path: ["environments", name, ...path],
        message,
      })),
    ),
  ];
}

/** The configuration in which undefined stands for what the schema refuses. */
function without(root: Sourced, refused: readonly Mistake[]): Draft {
  const draft = { root: plain(root) };
  for (const { path } of refused) clear(draft, ["root", ...path]);
  return (draft.root ?? {}) as Draft;
}

function clear(parent: unknown, [step, ...rest]: Path): void {
  if (typeof parent !== "object" || parent === null || step === undefined || !Object.hasOwn(parent, step))
    return;
  const container = parent as Record<string | number, unknown>;
  if (rest.length === 0) container[step] = undefined;
  else clear(container[step], rest);
}

function withoutPlacesOf(secrets: readonly Problem[], found: readonly LocatedMistake[]): LocatedMistake[] {
  const taken = new Set(secrets.map(({ line, column }) => `${line}:${column}`));
  return found.filter(({ line, column }) => !taken.has(`${line}:${column}`));
}
