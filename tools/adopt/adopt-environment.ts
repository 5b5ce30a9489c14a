import { writeFileSync } from "node:fs";
import { configurationFile } from "../../configuration/configuration-file";
import { environmentSchema } from "../../configuration/schema";
import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { PermittedReader } from "../authentik/permitted-reader";
import { visible } from "../report/escape";
import { readManaged } from "../set-up/read-managed";
import type { Binary } from "../terraform/binary";
import { initialise } from "../terraform/initialise";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, SynthesisError, selectStack, withStacks } from "../terraform/synthesise";
import { type Comparison, compare, type DifferentObject } from "./comparison";
import { withSettings } from "./configuration-file";
import {
  describeComparison,
  describeKept,
  describeMatches,
  describeRelations,
  describeRemovals,
  describeSeveral,
  describeUnmanaged,
} from "./describe";
import { withDraft } from "./draft";
import { planWithImports } from "./import-plan";
import { type Choices, type Match, matchesOf } from "./match";
import { withPolicyNames } from "./policy-names";
import { connectorChoice, type Relations, relationsOf } from "./relations";
import type { Setting } from "./settings";
import { listsFor, refuseUnread, type Sight, sightOf } from "./sight";
import { snippet } from "./snippet";
import { valueAt, type WrittenEnvironment, writtenEnvironment } from "./written-environment";

export interface AdoptOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line, or several; what is to be copied whole is not broken at the terminal's width. */
  readonly print: (text: string, isWhole?: boolean) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly choices: Choices;
  /** Name or id of the connector to take over, of several that accept the CLI's tokens. @default - the only one */
  readonly connector?: string;
}

/** Finds what exists, shows it and writes into the configuration what takes it over; the exit code. */
export async function adoptEnvironment(name: string | undefined, options: AdoptOptions): Promise<0 | 2> {
  const { env, print, confirm } = options;
  const configuration = configurationFile(env);
  const first = await inStack(name, options, env, (stack, terraform) => begin(stack, terraform, options));
  const { environment, url, relations, sight } = first;
  if (relations.several) {
    show(print, `${environment} at ${url}`, describeSeveral(relations.several));
    return 2;
  }
  const written = writtenEnvironment(configuration, environment);
  const choices = new Map([...relations.ids, ...first.choices]);
  const proposal = await propose(written, first, (file) => {
    const again = (changed: NodeJS.ProcessEnv) =>
      inStack(environment, options, changed, (stack, terraform) =>
        examine(stack, terraform, options, choices),
      );
    return file ? withDraft(configuration, file, env, again).catch(refused) : again(env);
  });
  const { matches, comparison, kept, settings } = proposal;
  const isMissing = matches.some(({ kind }) => kind === "none");
  show(
    print,
    `${environment} at ${url}`,
    describeRelations(relations.found),
    describeMatches(matches, first.adopted, isMissing ? sight.isWhole : true),
    describeKept(kept),
    comparison ? describeComparison(comparison) : "",
    describeUnmanaged(relations.unmanaged, sight.hidden),
    comparison ? conclusion(comparison) : "",
  );
  if (!comparison) return 2;
  const verdict = comparison.created.length + comparison.different.length === 0 ? 0 : 2;
  if (settings.length === 0) return verdict;
  const text = snippet(
    written?.root ?? ["environments", environment],
    settings.filter(({ value }) => value !== undefined),
  );
  show(print, "This takes everything over as it is:");
  print(visible(text), true);
  show(print, describeRemovals(settings));
  const file = written?.file ?? configuration;
  if (proposal.text === undefined) {
    print(`the app does not take it from ${file}: give the stack's props the same`);
    return 2;
  }
  if (!(await confirm(`Write it into ${file}? [y/N] `))) {
    print(`nothing was written; allow it with --yes, or write it into ${file} yourself`);
    return 2;
  }
  writeFileSync(file, proposal.text);
  print(`wrote ${file}\n`);
  return verdict;
}

function inStack<T>(
  name: string | undefined,
  { cwd }: AdoptOptions,
  env: NodeJS.ProcessEnv,
  work: (stack: Stack, terraform: Binary) => Promise<T>,
): Promise<T> {
  return withStacks(cwd, env, (stacks, terraform) => work(selectStack(stacks, name), terraform));
}

/** Settings that are right each for itself may contradict what else the file says. */
function refused(error: unknown): never {
  if (!(error instanceof SynthesisError)) throw error;
  throw new SynthesisError(
    `nothing was written, since the app refuses the configuration with what takes everything over:\n${error.message}`,
  );
}

interface Beginning {
  readonly environment: string;
  readonly url: string;
  readonly relations: Relations;
  readonly choices: Choices;
  /** Addresses whose ids the configuration has. */
  readonly adopted: ReadonlySet<string>;
  readonly sight: Sight;
}

/** What is there, whatever it is called. */
async function begin(
  stack: Stack,
  terraform: Binary,
  { env, choices: byAddress, connector }: AdoptOptions,
): Promise<Beginning> {
  const client = new AuthentikClient(connectionOf(stack, env));
  await initialise(stack, terraform);
  const state = await checkServer(stack, terraform);
  const managed = await readManaged(stack, terraform, state);
  const sight = await sightOf(client, managed);
  const chosen = connector === undefined ? [] : [await connectorChoice(client, managed, connector)];
  const choices = new Map([...chosen, ...byAddress]);
  const reader = new PermittedReader(client);
  const relations = await relationsOf(client, listsFor(reader, sight), managed, choices);
  refuseUnread(reader, managed);
  const hidden = [...new Set([...sight.hidden, ...reader.missingPermissions])].sort();
  const adopted = managed.objects.filter(({ importId }) => importId !== undefined);
  return {
    environment: stack.name,
    url: client.connection.url,
    relations,
    choices,
    adopted: new Set(adopted.map(({ address }) => address)),
    sight: { ...sight, hidden },
  };
}

interface Examination {
  readonly matches: readonly Match[];
  /** Undefined where someone has to choose first. */
  readonly comparison?: Comparison;
  /** What the configuration lacks. */
  readonly settings: readonly Setting[];
}

/** What the configuration, as it is there, would take over and change. */
async function examine(
  stack: Stack,
  terraform: Binary,
  { env }: AdoptOptions,
  choices: Choices,
): Promise<Examination> {
  const client = new AuthentikClient(connectionOf(stack, env));
  await initialise(stack, terraform);
  const managed = await readManaged(stack, terraform);
  const matches = await matchesOf(client, managed, choices);
  if (matches.some(({ kind }) => kind === "several")) return { matches, settings: [] };
  const found = matches.flatMap((match) => (match.kind === "found" && !match.isConfigured ? [match] : []));
  const plan = await planWithImports(
    stack,
    terraform,
    found.map(({ address, id }) => ({ to: address, id })),
  );
  const comparison = await compare(client, managed, plan);
  const settings = [
    ...found.map(({ address, id }) => ({ path: ["adopt", address], value: id })),
    ...comparison.different.flatMap(({ differences }) => differences.flatMap(({ keep }) => keep ?? [])),
  ];
  return { matches, comparison, settings };
}

interface Proposal extends Examination {
  /** What would change without the settings. */
  readonly kept: readonly DifferentObject[];
  /** The file with the settings in it, undefined where there is none that the app takes them from. */
  readonly text?: string;
}

/**
 * Adds settings to a draft of the environment's file until the app makes of it what authentik has: names let more be found,
 * and what is found is compared.
 */
async function propose(
  written: WrittenEnvironment | undefined,
  { relations }: Beginning,
  examineWith: (file: WrittenEnvironment | undefined) => Promise<Examination>,
): Promise<Proposal> {
  if (!written) {
    const examination = await examineWith(undefined);
    const settings = [...relations.settings, ...examination.settings];
    return { ...examination, settings: withPolicyNames([], settings, relations.policies), kept: [] };
  }
  const settings: Setting[] = [];
  const kept: DifferentObject[] = [];
  const tried = new Set<string>();
  let file = written;
  const add = (further: readonly Setting[]) => {
    const named = withPolicyNames(written.family, further, relations.policies);
    const said = named.filter((setting) => setting.value !== undefined || isSaid(written, setting));
    settings.push(...said);
    file = { ...file, text: withSettings(file, said) };
  };
  add(relations.settings);
  for (;;) {
    const examination = await examineWith(file);
    const fresh = examination.settings.filter((setting) => !tried.has(JSON.stringify(setting)));
    const ignored = examination.settings.filter((setting) => !fresh.includes(setting));
    if (ignored.some(({ path }) => path[0] === "adopt")) return { ...examination, settings, kept: [] };
    if (fresh.length === 0) {
      const comparison = examination.comparison && withoutMeans(examination.comparison);
      const sorted = inOrder(settings);
      return {
        ...examination,
        comparison,
        settings: sorted,
        kept: without(comparison?.different ?? [], kept),
        text: withSettings(written, sorted),
      };
    }
    for (const setting of fresh) tried.add(JSON.stringify(setting));
    kept.push(...keptBy(fresh, examination));
    add(fresh);
  }
}

const ORDER = Object.keys(environmentSchema.shape);

/** The settings in the order in which the configuration's documentation has them. */
const inOrder = (settings: readonly Setting[]): readonly Setting[] =>
  [...settings].sort((a, b) => ORDER.indexOf(String(a.path[0])) - ORDER.indexOf(String(b.path[0])));

/** Whether the environment, or one that it extends, gives a setting that is to be left out. */
function isSaid({ family }: WrittenEnvironment, { path }: Setting): boolean {
  return family.some((settings) => valueAt(settings, path) !== undefined);
}

/** The objects that differ, with the differences that the settings keep. */
function keptBy(settings: readonly Setting[], { comparison }: Examination): DifferentObject[] {
  return (comparison?.different ?? []).flatMap((object) => {
    const differences = object.differences.filter(({ keep }) =>
      keep?.some((each) => settings.includes(each)),
    );
    return differences.length === 0 ? [] : [{ ...object, differences }];
  });
}

/** Without the differences that are among the others still. */
function without(others: readonly DifferentObject[], objects: readonly DifferentObject[]): DifferentObject[] {
  return objects.flatMap((object) => {
    const left = others.filter(({ address }) => address === object.address);
    const differences = object.differences.filter(
      ({ name }) => !left.some((other) => other.differences.some((each) => each.name === name)),
    );
    return differences.length === 0 ? [] : [{ ...object, differences }];
  });
}

/** What is left once the settings are there is what they do not keep. */
const withoutMeans = (comparison: Comparison): Comparison => ({
  ...comparison,
  different: comparison.different.map((object) => ({
    ...object,
    differences: object.differences.map((difference) => ({ ...difference, keep: undefined })),
  })),
});

function conclusion({ created, different }: Comparison): string {
  const parts = [
    ...(different.length > 0 ? [`changes ${different.length}`] : []),
    ...(created.length > 0 ? [`creates ${created.length}`] : []),
  ];
  return `Deploying ${parts.join(" and ") || "changes nothing"}.`;
}

function show(print: AdoptOptions["print"], ...texts: readonly string[]): void {
  for (const text of texts.filter((each) => each !== "")) print(`${visible(text)}\n`);
}
