import { readFileSync } from "node:fs";
import { raw } from "jq-wasm";
import { JSON_SAMPLES } from "../tools/report/json-samples";

const PAGE = readFileSync("docs/json.md", "utf8");

/** Each command of jq on the page, with what the page says it prints. */
const EXAMPLES = [...PAGE.matchAll(/^```sh\njq (-\w) '(.*)' (\S+)\n```\n\n```text\n((?:.*\n)*?)```$/gm)].map(
  ([, option = "", filter = "", file = "", printed = ""]) => ({ option, filter, file, printed }),
);

test("the page shows what each of its examples prints", () => {
  expect(EXAMPLES.length).toBe(PAGE.match(/^jq /gm)?.length);
  expect(EXAMPLES.length).toBeGreaterThan(5);
});

test.each(EXAMPLES)("jq $option '$filter' $file", async ({ option, filter, file, printed }) => {
  const { stdout, stderr } = await raw(JSON_SAMPLES.get(file) ?? "", filter, [option]);

  expect({ stdout: `${stdout}\n`, stderr }).toEqual({ stdout: printed, stderr: "" });
});
