import {
  type Attributes,
  computed,
  optional,
  optionalComputed,
  required,
  withId,
} from "../../../standin/provider/schema/attribute";
import { sameJson } from "../../../standin/provider/schema/validators";
import { type State, UNKNOWN, type Value } from "../../../standin/provider/schema/value";
import { planChange } from "../../../standin/provider/sdk/plan";

const attributes: Attributes = withId({
  name: required("string"),
  note: optional("string"),
  mode: optional("string", { default: "any" }),
  enabled: optional("bool", { default: true }),
  hidden: optional("bool"),
  owner: optional("number"),
  settings: optional("string", { suppressDiff: sameJson }),
  tags: optional(["list", "string"]),
  uris: optional(["list", ["map", "string"]]),
  grants: optionalComputed(["list", "string"]),
  secret: optionalComputed("string"),
  uuid: computed("string"),
});

const nothing: State = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
const stored: State = {
  ...nothing,
  id: "1",
  name: "a",
  note: "",
  mode: "any",
  enabled: true,
  hidden: false,
  owner: 0,
  settings: "{}",
  tags: [],
  uris: [],
  grants: ["code"],
  secret: "s",
  uuid: "u",
};
/** What Terraform proposes for a configuration without computed attributes: it takes them from the state. */
const proposal = (config: State, state: State = stored): State => ({
  ...nothing,
  ...{
    id: state.id ?? null,
    grants: state.grants ?? null,
    secret: state.secret ?? null,
    uuid: state.uuid ?? null,
  },
  name: "a",
  ...config,
});

describe("create", () => {
  test("puts defaults in and leaves what the server decides unknown", () => {
    const planned = planChange(attributes, null, { ...nothing, name: "a" });

    expect(planned).toEqual({
      ...nothing,
      id: UNKNOWN,
      name: "a",
      mode: "any",
      enabled: true,
      grants: UNKNOWN,
      secret: UNKNOWN,
      uuid: UNKNOWN,
    });
  });

  test.each<[string, State, Value]>([
    ["a configured value", { secret: "mine" }, "mine"],
    ["an empty text: the server decides", { secret: "" }, UNKNOWN],
    ["a value only known after apply", { secret: UNKNOWN }, UNKNOWN],
  ])("optional and computed: %s", (_, config, expected) => {
    const planned = planChange(attributes, null, { ...nothing, name: "a", ...config });

    expect(planned.secret).toEqual(expected);
  });

  test("an empty list the server may choose itself is unknown (trap 4)", () => {
    const planned = planChange(attributes, null, { ...nothing, name: "a", grants: [] });

    expect(planned.grants).toBe(UNKNOWN);
  });

  test("a map with an unknown value is unknown as a whole, a list is not", () => {
    const planned = planChange(attributes, null, {
      ...nothing,
      tags: ["x", UNKNOWN],
      uris: [{ url: UNKNOWN }],
    });

    expect(planned).toMatchObject({ tags: ["x", UNKNOWN], uris: [UNKNOWN] });
  });
});

describe("update", () => {
  test.each<[string, State]>([
    ["nothing configured", {}],
    ["an empty text where the state has none", { note: "" }],
    ["false where the state has false", { hidden: false }],
    ["zero where the state has zero", { owner: 0 }],
    ["an empty list", { tags: [] }],
    ["the same JSON, written differently", { settings: " { } " }],
    ["what the server chose", { grants: ["code"], secret: "s" }],
  ])("no difference: %s", (_, config) => {
    const planned = planChange(attributes, stored, proposal({ settings: "{}", ...config }));

    expect(planned).toBe(stored);
  });

  test("null and zero are the same where the state has null", () => {
    const state: State = { ...stored, note: null, hidden: null, owner: null, tags: null };

    const planned = planChange(
      attributes,
      state,
      proposal({ settings: "{}", note: "", hidden: false, owner: 0, tags: [] }),
    );

    expect(planned).toBe(state);
  });

  test.each<[string, State, State, State]>([
    ["a drifted text goes back to its default", { mode: "all" }, {}, { mode: "any" }],
    ["a drifted text without a default is removed", { note: "x" }, {}, { note: null }],
    ["a drifted list without a configuration becomes empty", { tags: ["x"] }, {}, { tags: [] }],
    ["explicit false", {}, { enabled: false }, { enabled: false }],
    ["an emptied text", { note: "x" }, { note: "" }, { note: "" }],
    ["the order of a list", { tags: ["x", "y"] }, { tags: ["y", "x"] }, { tags: ["y", "x"] }],
    ["other JSON", { settings: '{"a":1}' }, { settings: '{"a":2}' }, { settings: '{"a":2}' }],
    ["a value only known after apply", {}, { note: UNKNOWN }, { note: UNKNOWN }],
  ])("difference: %s", (_, state, config, expected) => {
    const prior = { ...stored, ...state };

    const planned = planChange(attributes, prior, proposal({ settings: prior.settings ?? null, ...config }));

    expect(planned).toEqual({ ...prior, ...expected });
  });

  test("an empty text does not clear what the server may choose", () => {
    const planned = planChange(attributes, stored, proposal({ settings: "{}", secret: "" }));

    expect(planned).toBe(stored);
  });
});
