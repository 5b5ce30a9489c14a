import { dataSources } from "../../../standin/provider/data-sources";
import { resources } from "../../../standin/provider/resources";
import { validate } from "../../../standin/provider/schema/validation";
import { canonical } from "../../../standin/provider/schema/validators";
import { type State, UNKNOWN } from "../../../standin/provider/schema/value";

const problems = (types: typeof resources | typeof dataSources, type: string, config: State) =>
  validate(types[`authentik_${type}`]?.attributes ?? {}, config);

const flow = { name: "f", slug: "f", title: "F", designation: "stage_configuration" };
const oauth2 = { name: "p", client_id: "p", authorization_flow: "a", invalidation_flow: "i" };

test("a value outside an enumeration", () => {
  expect(problems(resources, "flow", { ...flow, policy_engine_mode: "most" })).toEqual([
    {
      path: ["policy_engine_mode"],
      summary: 'expected policy_engine_mode to be one of ["all" "any"], got most',
    },
  ]);
});

test("a value outside an enumeration in a list", () => {
  expect(problems(resources, "provider_oauth2", { ...oauth2, grant_types: ["hybrid", "x"] })).toEqual([
    {
      path: ["grant_types", 1],
      summary:
        'expected grant_types to be one of ["authorization_code" "implicit" "hybrid" "refresh_token" "client_credentials" "password" "urn:ietf:params:oauth:grant-type:device_code"], got x',
    },
  ]);
});

test.each([
  ["bogus", ["bogus has incorrect amount of elements"]],
  ["years=1", ["years=1 has incorrect key years"]],
  ["eons=1;bogus", ["eons=1 has incorrect key eons", "bogus has incorrect amount of elements"]],
  ["Hours=1;minutes=2", []],
])("the duration %s", (refresh_interval, summaries) => {
  const found = problems(resources, "endpoints_connector_agent", { name: "c", refresh_interval });

  expect(found).toEqual(summaries.map((summary) => ({ path: ["refresh_interval"], summary })));
});

test.each([
  ["{", "unexpected end of JSON input"],
  ["", "unexpected end of JSON input"],
  ["{a", "invalid character 'a' looking for beginning of object key string"],
  ["x", "invalid character 'x' looking for beginning of value"],
])("the JSON %s", (attributes, summary) => {
  expect(problems(resources, "brand", { domain: "d", attributes })).toEqual([
    { path: ["attributes"], summary },
  ]);
});

test("a missing argument", () => {
  expect(problems(resources, "endpoints_device_access_group", { name: null })).toEqual([
    {
      path: ["name"],
      summary: "Missing required argument",
      detail: 'The argument "name" is required, but no definition was found.',
    },
  ]);
});

test("a fraction where a whole number is due", () => {
  expect(problems(resources, "policy_binding", { target: "t", order: 1.5 })).toEqual([
    { path: ["order"], summary: "Attribute must be a whole number, got 1.5" },
  ]);
});

test("a value for an attribute that only the server sets", () => {
  expect(problems(resources, "flow", { ...flow, uuid: "u" })).toEqual([
    {
      path: ["uuid"],
      summary: "Value for unconfigurable attribute",
      detail:
        'Can\'t configure a value for "uuid": its value will be decided automatically based on the result of applying this configuration.',
    },
  ]);
});

test("one of two arguments", () => {
  const neither = problems(dataSources, "group", {});
  const both = problems(dataSources, "group", { pk: "1", name: "g" });

  expect(neither[0]?.detail).toBe('"pk": one of `name,pk` must be specified');
  expect(both[0]?.detail).toBe('"pk": only one of `name,pk` can be specified, but `name,pk` were specified.');
  expect([...neither, ...both].map(({ summary }) => summary)).toEqual(
    Array(4).fill("Invalid combination of arguments"),
  );
});

test("arguments that exclude each other", () => {
  const config = { name: "n", managed_list: ["m"] };

  expect(problems(dataSources, "property_mapping_provider_scope", config)).toEqual([
    {
      path: ["name"],
      summary: "Conflicting configuration arguments",
      detail: '"name": conflicts with managed_list',
    },
  ]);
});

test("what is only known after apply is not checked", () => {
  expect(problems(resources, "flow", { ...flow, designation: UNKNOWN, layout: UNKNOWN })).toEqual([]);
  expect(problems(dataSources, "group", { name: UNKNOWN })).toEqual([]);
});

test("JSON is written as Go does", () => {
  expect(canonical({ b: [1, { d: "<&>", c: null }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":null,"d":"\\u003c\\u0026\\u003e"}]}',
  );
});
