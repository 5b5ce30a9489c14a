import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { LOCK_FILE } from "../../configuration/provider-lock";
import { quoted } from "../../lib/rules/credential-shapes";
import { ONLY_TOKEN, tokenVariable } from "../../lib/rules/server-address";
import { name, version } from "../../package.json";
import { connectionOf } from "../authentik/connection";
import { type Answers, askFor, CHOICES, mistakesIn, USUAL } from "../init/answers";
import { type Completed, completeRepository, PACKAGE_LOCK } from "../init/complete-repository";
import { openSettings } from "../init/configuration-text";
import { partsOf } from "../init/owned-parts";
import { packageSource } from "../init/package-source";
import { fingerprintsOf, RECORD_FILE, recordText } from "../init/record";
import { repositoryFiles } from "../init/repository-files";
import { writeRepository } from "../init/write-repository";
import { confirm } from "./confirm";
import { fail } from "./fail";
import { USUAL as LOCKED_PLATFORMS, ownPlatform } from "./lock";
import { print, tell } from "./print";

interface InitCommandOptions extends Partial<Answers> {
  readonly yes: boolean;
  readonly from?: string | true;
  readonly install: boolean;
}

const EXIT_CODES = `
It overwrites nothing. npm is asked for the packages, Terraform's registry for the provider, and authentik with --from only, which changes nothing there.

Exit code: 0 done, 2 written, and something is left that it could not do, 1 error.`;

/** `agent-stack init`: a repository of one's own, which has agent-stack as a package. */
export function initCommand(): Command {
  return new Command("init")
    .description("Write a small repository of one's own into this folder: configuration, app and pipelines")
    .option("--yes", "ask nothing: what is not given is as usual", false)
    .option("--environment <name>", `first environment (usual: ${USUAL.environment})`)
    .option("--server <url>", "address of its authentik (usual: AUTHENTIK_URL says it)")
    .option("--release <release>", `release of authentik: ${CHOICES.release.join(", ")} (usual: the last)`)
    .option(
      "--backend <kind>",
      `where the state is kept: ${CHOICES.backend.join(", ")} (usual: ${USUAL.backend})`,
    )
    .option("--forge <forge>", `pipelines for ${CHOICES.forge.join(", ")} (usual: ${USUAL.forge})`)
    .option("--from [url]", "take over, as adopt does, the set-up that this authentik has (usual: --server)")
    .option("--no-install", "write the files only: no packages, no lock files")
    .addHelpText("after", EXIT_CODES)
    .action(async (options: InitCommandOptions) => {
      try {
        process.exitCode = await init(realpathSync(process.cwd()), options);
      } catch (error) {
        fail("init", error);
      }
    });
}

async function init(folder: string, { yes, from, install, ...options }: InitCommandOptions): Promise<0 | 2> {
  const given = { ...(typeof from === "string" && { server: from }), ...options };
  const answers = yes ? { ...USUAL, ...given } : await ask(given);
  const mistakes = [
    ...mistakesIn(answers),
    ...(from === undefined ? [] : mistakesOfFrom(from, answers, install)),
  ];
  if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
  const packageFolder = dirname(realpathSync(__dirname));
  const source = packageSource(packageFolder, version, folder);
  const files = withRecord(repositoryFiles(answers, source, packageFolder), answers.forge);
  writeRepository(folder, files, [PACKAGE_LOCK, LOCK_FILE]);
  print([...files.keys()].map((path) => `wrote ${path}`).join("\n"));
  const isAdopting = from !== undefined;
  const done = install
    ? await complete(folder, answers, isAdopting, yes)
    : { isAll: true, isInstalled: false };
  print([...(isAdopting ? [] : [""]), ...next(answers, source, done.isInstalled, isAdopting)].join("\n"));
  return done.isAll ? 0 : 2;
}

/** What keeps `--from` from asking authentik. */
function mistakesOfFrom(from: string | true, { environment, server }: Answers, install: boolean): string[] {
  const meant = { url: server || undefined, tokenFrom: [tokenVariable(environment), ONLY_TOKEN] };
  return [
    ...(install ? [] : ["--from runs the app, which has to be installed: leave --no-install out"]),
    ...(from === true || from === server
      ? []
      : [`--from ${quoted(from)} and --server ${quoted(server)}: give one address, the one of the set-up`]),
    ...problemsOf(() => connectionOf({ name: environment, server: meant }, process.env)).map(
      (problem) => `--from: ${problem}`,
    ),
  ];
}

function problemsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function complete(folder: string, answers: Answers, isAdopting: boolean, yes: boolean): Promise<Completed> {
  return completeRepository(answers, {
    folder,
    // The configuration is the one that was written here.
    env: { ...process.env, AGENT_STACK_CONFIG: undefined },
    platforms: [...new Set([...LOCKED_PLATFORMS, ownPlatform()])],
    isAdopting,
    print,
    note: (text) => tell(`note: ${text}`),
    confirm: yes ? async () => true : confirm,
  });
}

/** With what `agent-stack upgrade` has to know. */
const withRecord = (files: ReadonlyMap<string, string>, forge: string): ReadonlyMap<string, string> =>
  new Map([...files, [RECORD_FILE, recordText({ version, forge, written: fingerprintsOf(partsOf(files)) })]]);

async function ask(given: Partial<Answers>): Promise<Answers> {
  if (!process.stdin.isTTY) {
    throw new Error(
      "nobody can be asked here: give --yes, and with it what is not as usual (agent-stack init --help lists it)",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.on("SIGINT", () => {
    process.emit("SIGINT");
    terminal.close();
  });
  // Ctrl-C and Ctrl-D, after which no answer comes.
  const left = new AbortController();
  terminal.on("close", () => left.abort());
  try {
    return await askFor(given, (question) => terminal.question(question, left), print);
  } catch (error) {
    throw left.signal.aborted ? new Error("not everything was answered, so nothing is written") : error;
  } finally {
    terminal.close();
  }
}

function next(
  { environment, backend }: Answers,
  source: string,
  isInstalled: boolean,
  isAdopting: boolean,
): string[] {
  const open = openSettings(backend);
  return [
    ...(open.length > 0 ? [`Fill in ${open.join(", ")} of backend.${backend} in agent-stack.yaml.`] : []),
    ...(/^file:(\.\.\/|\/|\w:)/.test(source)
      ? [
          `package.json takes ${name} from ${source.slice("file:".length)}, which only this machine has: for others and for pipelines, put it into the repository or into a registry of yours.`,
        ]
      : []),
    `Then ${isInstalled ? "" : "npm install, and "}npx agent-stack plan ${environment}; README.md says more.`,
    ...(isAdopting
      ? []
      : [
          `Where authentik has a set-up already, npx agent-stack adopt ${environment} takes it over unchanged.`,
        ]),
  ];
}
