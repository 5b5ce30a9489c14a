import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pLimit from "p-limit";
import { LOCK_FILE as PROVIDER_LOCK } from "../../configuration/provider-lock";
import { applyEnvironments } from "../apply/apply-environments";
import { LOCK_FILE } from "../findings/lock-file";
import { oneLine, visible } from "../report/escape";
import { type EnvironmentReport, statusOf } from "../report/model";
import { planEnvironments } from "../report/plan-environments";
import type { Progress } from "../report/progress";
import { count } from "../report/sections";
import { SIGNS, verdict } from "../report/verdict";
import { verifyEnvironments } from "../report/verify-environments";
import { appEnvironment } from "../terraform/app-environment";
import { Interrupted, untilStopped } from "../terraform/process";
import { type Stack, selectStacks, synthesise } from "../terraform/synthesise";
import { type MadeUp, makeUp } from "./made-up";
import { type StandIn, startStandIn } from "./stand-in-process";
import { beyondTheStandIn, offline, releaseOf, type Synthesised, takenOver } from "./synthesised";

export interface TestOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line, or several. */
  readonly print: (text: string) => void;
  /** What runs the stand-in: node and its file. */
  readonly standIn: readonly [node: string, file: string];
  /** How many environments at once. */
  readonly jobs: number;
}

const SILENT: Progress = { begin() {}, step() {}, done() {}, end() {} };

/**
 * Plans, applies, plans again and verifies the named environments (all when none is named), each on a stand-in of its release and
 * with a state of its own: neither a real authentik nor a real state is read or written, nor cdktf's output folder.
 *
 * @returns whether all of them passed
 * @throws SynthesisError for what is wrong with the configuration
 */
export async function testEnvironments(names: readonly string[], options: TestOptions): Promise<boolean> {
  const { cwd, env, print, jobs } = options;
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-test-"));
  const testAll = async () => {
    const stacks = selectStacks(await synthesise(cwd, env, join(folder, "synthesised")), names);
    const passed = await pLimit(jobs).map(stacks, (stack, index) =>
      isFine(stack, join(folder, String(index)), options),
    );
    const failed = passed.filter((each) => !each).length;
    print(`${count(stacks.length, "environment")} tested, ${failed} failed`);
    return failed === 0;
  };
  try {
    return await untilStopped(testAll());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isFine(stack: Stack, folder: string, options: TestOptions): Promise<boolean> {
  const say = (text: string) => options.print(`${stack.name}: ${visible(text)}`);
  try {
    await testStack(stack, folder, say, options);
    say("✅ passed");
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    say(`❌ failed: ${(error as Error).message}`);
    return false;
  }
}

async function testStack(
  stack: Stack,
  folder: string,
  say: (text: string) => void,
  { cwd, env, standIn: command }: TestOptions,
): Promise<void> {
  const synthesised = JSON.parse(readFileSync(join(stack.directory, "cdk.tf.json"), "utf8")) as Synthesised;
  const beyond = beyondTheStandIn(synthesised);
  if (beyond.length > 0) {
    throw new Error(
      `it has ${beyond.join(", ")}, which would reach more than authentik: it can be planned only`,
    );
  }
  const version = `${releaseOf(synthesised)}.0`;
  const own = ownEnvironment(cwd, env);
  const standIn = await startStandIn(command, version, own);
  try {
    const madeUp = await makeUp(synthesised, standIn);
    say(`on a stand-in of authentik ${version}${told(madeUp, takenOver(synthesised))}`);
    writeProject(
      folder,
      stack,
      offline(synthesised, { ...standIn, state: join(folder, "state"), ids: madeUp.ids }),
    );
    await runThrough(stack.name, say, { cwd: folder, env: { ...own, ...credentials(stack, standIn) } });
  } finally {
    standIn.stop();
  }
}

/** The environment without what leads to anything real: other places, credentials, proxies. */
function ownEnvironment(cwd: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TERRAFORM_BINARY_NAME: binary, ...others } = appEnvironment(env);
  const kept = Object.entries(others).filter(([name]) => !/^AUTHENTIK_|^(HTTPS?|ALL)_PROXY$/i.test(name));
  return {
    ...Object.fromEntries(kept),
    ...(binary && { TERRAFORM_BINARY_NAME: binary.includes("/") ? resolve(cwd, binary) : binary }),
  };
}

/** What the stand-in is reached with, in the variables in which the stack looks for it. */
function credentials({ server }: Stack, { environment, token }: StandIn): NodeJS.ProcessEnv {
  const [tokenVariable = "AUTHENTIK_TOKEN"] = server?.tokenFrom ?? [];
  const headers = Object.values(server?.headersFrom ?? {}).map((variable) => [variable, "made-up-header"]);
  return { ...environment, ...Object.fromEntries(headers), [tokenVariable]: token };
}

function told({ titles }: MadeUp, adopted: readonly string[]): string {
  return [
    ...(titles.length > 0 ? [`; made up there: ${titles.join(", ")}`] : []),
    ...(adopted.length > 0 ? [`; made anew instead of taken over: ${adopted.join(", ")}`] : []),
  ].join("");
}

const SYNTHESISED = "synthesised";

/** A project whose app gives what was synthesised already. */
function writeProject(folder: string, { name, directory }: Stack, stack: Synthesised): void {
  const workingDirectory = `stacks/${name}`;
  const own = join(folder, SYNTHESISED, workingDirectory);
  cpSync(directory, own, { recursive: true });
  // Of a provider that is not installed here.
  rmSync(join(own, PROVIDER_LOCK), { force: true });
  writeFileSync(join(own, "cdk.tf.json"), JSON.stringify(stack));
  const manifest = { stacks: { [name]: { name, workingDirectory } } };
  writeFileSync(join(folder, SYNTHESISED, "manifest.json"), JSON.stringify(manifest));
  const app = `cp -R ${SYNTHESISED}/. "$CDKTF_OUTDIR"`;
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
}

async function runThrough(
  name: string,
  say: (text: string) => void,
  project: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const alone = { ...project, jobs: 1, progress: SILENT };
  const plan = async () =>
    reportOf(await planEnvironments([name], { ...alone, mode: "plan", verify: false }));

  say(`plan: ${verdict(await plan(), "plan")}`);
  await apply(name, project);
  say("apply: ✅ applied");
  const again = await plan();
  say(`plan again: ${verdict(again, "plan")}`);
  if (statusOf(again) !== "in order") {
    throw new Error(`what was applied is planned again: ${leftOf(again).join(", ")}`);
  }
  const lock = join(project.cwd, LOCK_FILE);
  const verified = reportOf(
    await verifyEnvironments([name], { ...alone, note: () => {}, probe: false, accept: false, lock }),
  );
  const findings = verified.findings.map(
    ({ severity, code, subject, message }) =>
      `\n  ${SIGNS[severity]} ${oneLine(`${subject} ${code}: ${message}`)}`,
  );
  say(`verify: ${verdict(verified, "verify")}${findings.join("")}`);
}

/** @throws Error with why it failed */
function reportOf({ environments: [environment] }: { environments: readonly EnvironmentReport[] }) {
  if (environment === undefined) throw new Error("there is no report");
  if (environment.failure !== undefined) throw new Error(environment.failure);
  return environment;
}

/** Applies the plan that was just made. What it then finds, verify says again; whether all was applied, the next plan. */
async function apply(name: string, project: { cwd: string; env: NodeJS.ProcessEnv }): Promise<void> {
  const failures: string[] = [];
  await applyEnvironments([name], {
    ...project,
    ...{ plan: true, all: false, jobs: 1, colour: false, width: 80, command: "agent-stack test" },
    print: () => {},
    fail: (text) => failures.push(text.replace(`${name}: `, "")),
    confirm: async () => true,
  });
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

function leftOf({ changes, outputs, drift, failedChecks, notShown = [] }: EnvironmentReport): string[] {
  return [
    ...[...changes, ...drift].map(({ address }) => address),
    ...outputs.map(({ name }) => `output ${name}`),
    ...failedChecks.map(({ address }) => `check ${address}`),
    ...notShown,
  ];
}
