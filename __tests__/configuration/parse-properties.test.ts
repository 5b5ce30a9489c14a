import fc from "fast-check";
import { stringify } from "yaml";
import { expectNothingButMistakes } from "./nothing-but-mistakes";

const KEYS = [
  "environments",
  "production",
  "staging",
  "extends",
  "policies",
  "cli",
  "access",
  "group",
  "policy",
  "scopes",
  "grantTypes",
  "application",
  "connector",
  "brands",
  "others",
  "deviceCodeFlow",
  "existing",
  "slug",
  "name",
  "deviceAccessGroups",
  "enrollmentTokens",
  "deviceAccessGroup",
  "backend",
  "s3",
  "local",
  "pg",
  "bucket",
  "token",
  "constructor",
  "toString",
  "<<",
];

const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KEYS) }, fc.string());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, 0, -1, 1.5, "", "openid", "minutes=1"),
    fc.string(),
    tie("list"),
    tie("mapping"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  mapping: fc.dictionary(key, tie("value"), { maxKeys: 6 }),
}));

describe("whatever the file holds, parsing ends in a configuration or in its mistakes", () => {
  it("for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), expectNothingButMistakes), {
      numRuns: 500,
    });
  });

  it("for text made of what means something in YAML", () => {
    const piece = fc.constantFrom(
      ...KEYS,
      ..."\n \t:-?[]{},&*!|>'\"%@`#~".split(""),
      ": ",
      "- ",
      "\n  ",
      "---\n",
      "&a ",
      "*a",
      "<<: *a",
      "!!str ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => expectNothingButMistakes(pieces.join(""))),
      {
        numRuns: 2000,
      },
    );
  });

  it("for any values", () => {
    fc.assert(
      fc.property(value, (any) => expectNothingButMistakes(stringify(any))),
      { numRuns: 500 },
    );
  });

  it("for any environments", () => {
    const environments = fc.dictionary(fc.constantFrom("production", "staging", "constructor"), value);
    fc.assert(
      fc.property(environments, (any) => expectNothingButMistakes(stringify({ environments: any }))),
      { numRuns: 1000 },
    );
  });
});
