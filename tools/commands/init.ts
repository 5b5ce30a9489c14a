import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { name, version } from "../../package.json";
import { type Answers, askFor, CHOICES, mistakesIn, USUAL } from "../init/answers";
import { openSettings } from "../init/configuration-text";
import { partsOf } from "../init/owned-parts";
import { packageSource } from "../init/package-source";
import { fingerprintsOf, RECORD_FILE, recordText } from "../init/record";
import { repositoryFiles } from "../init/repository-files";
import { writeRepository } from "../init/write-repository";

interface InitCommandOptions extends Partial<Answers> {
  readonly yes: boolean;
}

const EXIT_CODES = `
It overwrites nothing, and asks neither authentik nor a registry.

Exit code: 0 done, 1 error.`;

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
    .addHelpText("after", EXIT_CODES)
    .action(async ({ yes, ...given }: InitCommandOptions) => {
      try {
        const answers = yes ? { ...USUAL, ...given } : await ask(given);
        const mistakes = mistakesIn(answers);
        if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
        const packageFolder = dirname(realpathSync(__dirname));
        const folder = realpathSync(process.cwd());
        const source = packageSource(packageFolder, version, folder);
        const files = withRecord(repositoryFiles(answers, source, packageFolder), answers.forge);
        writeRepository(folder, files, []);
        console.log([...written(files), "", ...next(answers, source)].join("\n"));
      } catch (error) {
        console.error(`agent-stack init: ${(error as Error).message}`);
        process.exitCode = 1;
      }
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
    return await askFor(given, (question) => terminal.question(question, left), console.log);
  } catch (error) {
    throw left.signal.aborted ? new Error("not everything was answered, so nothing is written") : error;
  } finally {
    terminal.close();
  }
}

const written = (files: ReadonlyMap<string, string>) => [...files.keys()].map((path) => `wrote ${path}`);

function next({ environment, backend }: Answers, source: string): string[] {
  const open = openSettings(backend);
  return [
    ...(open.length > 0 ? [`Fill in ${open.join(", ")} of backend.${backend} in agent-stack.yaml.`] : []),
    ...(/^file:(\.\.\/|\/|\w:)/.test(source)
      ? [
          `package.json takes ${name} from ${source.slice("file:".length)}, which only this machine has: for others and for pipelines, put it into the repository or into a registry of yours.`,
        ]
      : []),
    `Then npm install, and npx agent-stack plan ${environment}; README.md says more.`,
    `Where authentik has a set-up already, npx agent-stack adopt ${environment} takes it over unchanged.`,
  ];
}
