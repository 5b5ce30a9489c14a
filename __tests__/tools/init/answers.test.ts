import { askFor, USUAL } from "../../../tools/init/answers";

function terminal(...answers: readonly string[]) {
  const questions: string[] = [];
  const printed: string[] = [];
  const left = [...answers];
  const ask = async (question: string) => {
    questions.push(question);
    return left.shift() as string;
  };
  return { ask, print: (line: string) => printed.push(line), questions, printed };
}

const ENVIRONMENT = "Name of the first environment [production]: ";
const RELEASE = "Release of authentik (2025.12, 2026.2, 2026.5, 2026.8) [2026.8]: ";
const FORGE = "Pipelines for (github, gitlab, atlantis, none) [none]: ";

test("everything is asked, and an empty answer is the usual one", async () => {
  const { ask, print, questions } = terminal("", "", "", "", "");

  const answers = await askFor({}, ask, print);

  expect(answers).toEqual(USUAL);
  expect(questions).toEqual([
    ENVIRONMENT,
    "Address of its authentik (empty: AUTHENTIK_URL says it): ",
    RELEASE,
    "Where the state is kept (local, s3, gcs, azurerm, http, pg, remote, cloud) [local]: ",
    FORGE,
  ]);
});

test("what cannot be is told and asked again, what is given is not asked", async () => {
  const { ask, print, questions, printed } = terminal(
    "a b",
    "constructor",
    " acme ",
    "2026.5",
    "svn",
    "gitlab",
  );

  const answers = await askFor({ server: "https://id.acme.example", backend: "pg" }, ask, print);

  expect(answers).toEqual({
    environment: "acme",
    server: "https://id.acme.example",
    release: "2026.5",
    backend: "pg",
    forge: "gitlab",
  });
  expect(questions).toEqual([ENVIRONMENT, ENVIRONMENT, ENVIRONMENT, RELEASE, FORGE, FORGE]);
  expect(printed).toEqual([
    'got "a b", expected a name of at most 100 letters, digits, - and _, not starting with -',
    'got "constructor", expected a name of at most 100 letters, digits, - and _, not starting with -',
    'got "svn", expected one of github, gitlab, atlantis, none',
  ]);
});
