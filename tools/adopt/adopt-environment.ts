import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileOfEnvironment, readTenantFiles } from "../../configuration/tenant-files";
import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { visible } from "../report/escape";
import { readManaged } from "../set-up/read-managed";
import type { Binary } from "../terraform/binary";
import { initialise } from "../terraform/initialise";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectStack, withStacks } from "../terraform/synthesise";
import { type Comparison, compare } from "./comparison";
import { withSettings } from "./configuration-file";
import { describeComparison, describeMatches, describeRemovals } from "./describe";
import { planWithImports } from "./import-plan";
import { type Choices, matchesOf } from "./match";
import { withPolicyNames } from "./policy-names";
import type { Setting } from "./settings";
import { snippet } from "./snippet";

export interface AdoptOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line, or several. */
  readonly print: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly choices: Choices;
}

/** Finds what exists, shows it and writes into the configuration what takes it over; the exit code. */
export async function adoptEnvironment(name: string | undefined, options: AdoptOptions): Promise<0 | 2> {
  const { env, print, confirm } = options;
  const configuration = env.AGENT_STACK_CONFIG || "agent-stack.yaml";
  // What is written may let more be found: the flow of a brand by its slug, then the bindings of an application.
  for (let before = ""; ; ) {
    const { environment, settings: found, verdict } = await examine(name, options);
    if (found.length === 0) return verdict;
    const own = fileOfEnvironment(configuration, environment);
    const file = own ?? configuration;
    const home = own === undefined ? undefined : [];
    const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
    const written = read(file);
    const main = read(configuration);
    const tenants = readTenantFiles(configuration);
    const settings = main === undefined ? found : withPolicyNames(main, environment, found, tenants);
    const text = snippet(
      environment,
      settings.filter(({ value }) => value !== undefined),
      home,
    );
    show(print, `This takes everything over as it is:\n\n${text}`, describeRemovals(settings));
    if (text === before || written === undefined) {
      print(`the app does not take it from ${file}: give the stack's props the same`);
      return 2;
    }
    if (!(await confirm(`Write it into ${file}? [y/N] `))) {
      print(`nothing was written; allow it with --yes, or write it into ${file} yourself`);
      return 2;
    }
    writeFileSync(file, withSettings(written, environment, settings, home));
    print(`wrote ${file}\n`);
    before = text;
  }
}

interface Examination {
  readonly environment: string;
  /** What the configuration lacks. */
  readonly settings: readonly Setting[];
  readonly verdict: 0 | 2;
}

function examine(name: string | undefined, options: AdoptOptions): Promise<Examination> {
  const { cwd, env } = options;
  return withStacks(cwd, env, (stacks, terraform) =>
    examineStack(selectStack(stacks, name), terraform, options),
  );
}

async function examineStack(
  stack: Stack,
  terraform: Binary,
  { env, print, choices }: AdoptOptions,
): Promise<Examination> {
  const client = new AuthentikClient(connectionOf(stack, env));
  const environment = stack.name;
  await initialise(stack, terraform);
  const state = await checkServer(stack, terraform);
  const managed = await readManaged(stack, terraform, state);
  const matches = await matchesOf(client, managed, choices);
  show(print, `${environment} at ${client.connection.url}`, describeMatches(matches));
  if (matches.some(({ kind }) => kind === "several")) return { environment, settings: [], verdict: 2 };

  const found = matches.flatMap((match) => (match.kind === "found" && !match.isConfigured ? [match] : []));
  const plan = await planWithImports(
    stack,
    terraform,
    found.map(({ address, id }) => ({ to: address, id })),
  );
  const comparison = await compare(client, managed, plan);
  show(print, describeComparison(comparison), conclusion(comparison));
  return {
    environment,
    settings: [
      ...found.map(({ address, id }) => ({ path: ["adopt", address], value: id })),
      ...comparison.different.flatMap(({ differences }) => differences.flatMap(({ keep }) => keep ?? [])),
    ],
    verdict: comparison.created.length + comparison.different.length === 0 ? 0 : 2,
  };
}

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
