import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import { outputJsonSchema } from "../../../scripts/output-schema";
import { renderJson } from "../../../tools/report/json";
import { FIXTURES, fixture } from "../changes/plans";
import { JSON_SAMPLES } from "./json-samples";
import { HOSTILE, infest, reportOf } from "./reports";

type Json = Record<string, unknown>;

const PUBLISHED = JSON.parse(readFileSync("agent-stack.output.schema.json", "utf8")) as Json;
const faultsBy = (schema: object) => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
  return (value: unknown) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
};
const published = faultsBy(PUBLISHED);
const strict = faultsBy(outputJsonSchema("strict"));

const SAMPLES = [...JSON_SAMPLES].map(([name, text]) => ({ name, sample: JSON.parse(text) as Json }));
const REPORTS = FIXTURES.flatMap((name) =>
  (["plan", "drift"] as const).map((kind) => ({
    name: `${kind} of ${name}`,
    sample: JSON.parse(renderJson(reportOf(fixture(name), kind))) as Json,
  })),
);

test("the published schema is what npm run schema writes", () => {
  expect(PUBLISHED).toEqual(outputJsonSchema("tolerant"));
});

test.each([
  ...SAMPLES,
  ...REPORTS,
  {
    name: "a plan of hostile names",
    sample: JSON.parse(renderJson(reportOf(infest(fixture("update"), HOSTILE)))),
  },
])("$name has the members of the schema and no others", ({ sample }) => {
  expect(published(sample)).toEqual([]);
  expect(strict(sample)).toEqual([]);
});

test.each(SAMPLES)("$name without a member that the schema asks for is refused", ({ sample }) => {
  const { environments, ...rest } = { environments: [], ...sample };
  const members = Object.keys(rest).filter((name) => name !== "kind");

  const missed = members.filter((name) => published({ ...sample, [name]: undefined }).length === 0);

  expect(members).toContain("format");
  expect(missed).toEqual([]);
  expect(published({ ...sample, format: 2 })).not.toEqual([]);
});

test.each(SAMPLES)("a member that a later version adds to $name breaks no reader", ({ sample }) => {
  expect(published({ ...sample, later: true })).toEqual([]);
  expect(strict({ ...sample, later: true })).not.toEqual([]);
});

/** Each member of a schema with its place, through its named parts. */
function membersOf(schema: Json, place: string, seen: ReadonlySet<string> = new Set()): [string, Json][] {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) as string;
    const definition = (PUBLISHED.$defs as Record<string, Json>)[name] as Json;
    return seen.has(name) ? [] : membersOf(definition, place, new Set([...seen, name]));
  }
  const parts = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((each) => (each ?? []) as Json[]);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  return [
    ...parts.flatMap((part) => membersOf(part, place, seen)),
    ...(schema.items ? membersOf(schema.items as Json, `${place}[]`, seen) : []),
    ...properties.flatMap(([name, member]): [string, Json][] => [
      [`${place}.${name}`, member],
      ...membersOf(member, `${place}.${name}`, seen),
    ]),
  ];
}

function placesIn(value: unknown, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesIn(item, `${place}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    `${place}.${name}`,
    ...placesIn(member, `${place}.${name}`),
  ]);
}

test("every member is described, and some sample has it", () => {
  const members = membersOf(PUBLISHED, "");
  // A value is the same wherever it stands.
  const general = (place: string) => place.replace(/^.*\.(before|after)(?=\.)/, "value");
  const there = new Set(SAMPLES.flatMap(({ sample }) => placesIn(sample, "")).map(general));
  const isDescribed = (member: Json) =>
    [member, member.items ?? {}].some((each) => "description" in (each as Json) || "$ref" in (each as Json));

  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(([, member]) => !isDescribed(member)).map(([place]) => place)).toEqual([]);
  expect(members.map(([place]) => general(place)).filter((place) => !there.has(place))).toEqual([]);
});
