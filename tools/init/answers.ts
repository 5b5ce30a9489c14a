import { quoted } from "../../lib/rules/credential-shapes";
import { CURRENT_RELEASE, RELEASES } from "../../lib/rules/releases";
import { environmentName, serverAddress } from "../../lib/rules/setting-types";
import { BACKENDS } from "./configuration-text";
import { FORGES } from "./pipelines";

/** What `agent-stack init` has to know, each as it is typed. */
export interface Answers {
  readonly environment: string;
  /** Address of authentik; empty where AUTHENTIK_URL says it. */
  readonly server: string;
  readonly release: string;
  /** A key of BACKENDS. */
  readonly backend: string;
  /** A key of FORGES, or none. */
  readonly forge: string;
}

/** What is taken where nothing is said. */
export const USUAL: Answers = {
  environment: "production",
  server: "",
  release: CURRENT_RELEASE,
  backend: "local",
  forge: "none",
};

/** What each can be, where that is a list. */
export const CHOICES = {
  release: RELEASES,
  backend: Object.keys(BACKENDS),
  forge: [...Object.keys(FORGES), "none"],
} satisfies Partial<Record<keyof Answers, readonly string[]>>;

const QUESTIONS: Readonly<Record<keyof Answers, string>> = {
  environment: "Name of the first environment",
  server: "Address of its authentik (empty: AUTHENTIK_URL says it)",
  release: `Release of authentik (${CHOICES.release.join(", ")})`,
  backend: `Where the state is kept (${CHOICES.backend.join(", ")})`,
  forge: `Pipelines for (${CHOICES.forge.join(", ")})`,
};

/** Asks for what is not given yet, each until the answer is one that can be. */
export async function askFor(
  given: Partial<Answers>,
  ask: (question: string) => Promise<string>,
  print: (line: string) => void,
): Promise<Answers> {
  let answers: Answers = { ...USUAL, ...given };
  for (const key of (Object.keys(QUESTIONS) as (keyof Answers)[]).filter((each) => !(each in given))) {
    for (let isOpen = true; isOpen; ) {
      const answer = (await ask(`${QUESTIONS[key]}${USUAL[key] && ` [${USUAL[key]}]`}: `)).trim();
      answers = { ...answers, [key]: answer || USUAL[key] };
      const mistakes = mistakesIn(answers).filter((mistake) => mistake.startsWith(`--${key}:`));
      for (const mistake of mistakes) print(mistake.replace(/^--\w+: /, ""));
      isOpen = mistakes.length > 0;
    }
  }
  return answers;
}

/** All that is wrong with the answers, each with its option. */
export function mistakesIn(answers: Answers): string[] {
  const { environment, server } = answers;
  return [
    ...(isEnvironmentName(environment)
      ? []
      : [
          `--environment: got ${quoted(environment)}, expected a name of at most 100 letters, digits, - and _, not starting with -`,
        ]),
    ...(server === "" || serverAddress("").safeParse(server).success
      ? []
      : [`--server: got ${quoted(server)}, expected an address such as https://id.example.com`]),
    ...Object.entries(CHOICES).flatMap(([key, choices]) => {
      const given = answers[key as keyof typeof CHOICES];
      return (choices as readonly string[]).includes(given)
        ? []
        : [`--${key}: got ${quoted(given)}, expected one of ${choices.join(", ")}`];
    }),
  ];
}

/** Names of properties that every object has are taken: the framework keeps stacks as properties of one. */
const isEnvironmentName = (name: string) => environmentName("").safeParse(name).success && !(name in {});
