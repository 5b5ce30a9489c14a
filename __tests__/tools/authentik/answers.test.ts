import { answerFault } from "../../../tools/authentik/answers";
import { RECORDINGS } from "../objects/recordings";

const answers = RECORDINGS.filter(
  ({ method, path, status, response }) =>
    method === "GET" && status === 200 && path.startsWith("/") && typeof response === "object",
).map(({ path, response }) => ({
  path,
  response,
  isList: response !== null && "results" in (response as object),
}));

test("every answer that was recorded of a real authentik is as answers are", () => {
  const faults = answers.flatMap(({ path, response, isList }) => answerFault(path, response, isList) ?? []);

  expect(answers.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});
