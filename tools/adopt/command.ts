import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { AuthentikClient } from "../authentik/client";
import { connectionFrom } from "../authentik/connection";
import { confirm } from "../confirm";
import { forwardSignals } from "../process";
import { visible } from "../report/escape";
import { readManaged } from "../stacks/managed";
import { selectStack, synthesise } from "../stacks/synthesise";
import { type Binary, findTerraform } from "../terraform/binary";
import { initialise } from "../terraform/run";
import { type Comparison, compare } from "./comparison";
import { withSettings } from "./configuration-file";
import { describeComparison, describeMatches, describeRemovals } from "./describe";
import { planWithImports } from "./import-plan";
import { type Choices, matchesOf } from "./match";
import { withPolicyNames } from "./policy-names";
import type { Setting } from "./settings";
import { snippet } from "./snippet";

interface AdoptOptions {
  readonly yes: boolean;
  readonly id: readonly string[];
}

const EXIT_CODES = `
It changes neither authentik nor Terraform's state: what it writes is for review, and the next deployment imports.

Exit code: 0 everything is adopted and deploying changes nothing, 2 something is left to decide, write or change, 1 error.`;

/** `agent-stack adopt`: takes over what exists in authentik, by reviewed ids and without changing anything. */
export function adoptCommand(): Command {
  return new Command("adopt")
    .description(
      "Find what is already set up in authentik and write into the configuration what takes it over unchanged",
    )
    .argument("[environment]", "environment to adopt into (needed where there are several)")
    .option("--yes", "write into the configuration without asking", false)
    .option(
      "--id <address=id>",
      "object to take over at an address, where several fit or none does by name; may be repeated",
      (given: string, earlier: string[]) => [...earlier, given],
      [],
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (name: string | undefined, { yes, id }: AdoptOptions) => {
      try {
        process.exitCode = await adopt(name, readChoices(id), yes);
      } catch (error) {
        console.error(`agent-stack adopt: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    });
}

function readChoices(given: readonly string[]): Choices {
  return new Map(
    given.map((choice) => {
      const [, address, id] = /^([^=\s]+)=(\S+)$/.exec(choice) ?? [];
      if (!address || !id)
        throw new Error(`--id ${choice}: expected an address and an id, as in --id ADDRESS=ID`);
      return [address, id];
    }),
  );
}

async function adopt(name: string | undefined, choices: Choices, yes: boolean): Promise<0 | 2> {
  forwardSignals();
  const client = new AuthentikClient(connectionFrom(process.env));
  const terraform = await findTerraform();
  const file = process.env.AGENT_STACK_CONFIG || "agent-stack.yaml";
  // What is written may let more be found: the flow of a brand by its slug, then the bindings of an application.
  for (let before = ""; ; ) {
    const { environment, settings: found, verdict } = await examine(client, terraform, name, choices);
    if (found.length === 0) return verdict;
    const written = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    const settings = written === undefined ? found : withPolicyNames(written, environment, found);
    const text = snippet(
      environment,
      settings.filter(({ value }) => value !== undefined),
    );
    print(`This takes everything over as it is:\n\n${text}`, describeRemovals(settings));
    if (text === before || written === undefined) {
      console.log(`the app does not take it from ${file}: give the stack's props the same`);
      return 2;
    }
    if (!yes && !(await confirm(`Write it into ${file}? [y/N] `))) {
      console.log(`nothing was written; allow it with --yes, or write it into ${file} yourself`);
      return 2;
    }
    writeFileSync(file, withSettings(written, environment, settings));
    console.log(`wrote ${file}\n`);
    before = text;
  }
}

interface Examination {
  readonly environment: string;
  /** What the configuration lacks. */
  readonly settings: readonly Setting[];
  readonly verdict: 0 | 2;
}

async function examine(
  client: AuthentikClient,
  terraform: Binary,
  name: string | undefined,
  choices: Choices,
): Promise<Examination> {
  const stack = selectStack(await synthesise(process.cwd()), name);
  const environment = stack.name;
  await initialise(stack, terraform);
  const managed = await readManaged(stack, terraform);
  const matches = await matchesOf(client, managed, choices);
  print(`${environment} at ${client.connection.url}`, describeMatches(matches));
  if (matches.some(({ kind }) => kind === "several")) return { environment, settings: [], verdict: 2 };

  const found = matches.flatMap((match) => (match.kind === "found" && !match.isConfigured ? [match] : []));
  const plan = await planWithImports(
    stack,
    terraform,
    found.map(({ address, id }) => ({ to: address, id })),
  );
  const comparison = await compare(client, managed, plan);
  print(describeComparison(comparison), conclusion(comparison));
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

function print(...texts: readonly string[]): void {
  for (const text of texts.filter((each) => each !== "")) console.log(`${visible(text)}\n`);
}
