import {
  type Attributes,
  computed,
  optional,
  optionalComputed,
  withId,
} from "../../../standin/provider/schema/attribute";
import { UNKNOWN } from "../../../standin/provider/schema/value";
import { keepOrder } from "../../../standin/provider/sdk/keep-order";
import { appliedState, dataSourceState, refreshedState } from "../../../standin/provider/sdk/state";

const attributes: Attributes = withId({
  note: optional("string"),
  owner: optional("number"),
  enabled: optional("bool", { default: true }),
  tags: optional(["list", "string"]),
  uuid: computed("string"),
  secret: optionalComputed("string"),
});
const nothing = { note: null, owner: null, enabled: null, tags: null, uuid: null, secret: null };

test("a refresh stores null as zero and keeps what it does not read", () => {
  const prior = { ...nothing, id: "1", secret: "kept" };

  const state = refreshedState(attributes, prior, { note: null, owner: undefined, tags: [], uuid: "u" });

  expect(state).toEqual({ id: "1", note: "", owner: 0, enabled: null, tags: [], uuid: "u", secret: "kept" });
});

test("an apply stores no empty list where none was planned", () => {
  const planned = { ...nothing, id: UNKNOWN, uuid: UNKNOWN, secret: UNKNOWN };

  const state = appliedState(attributes, null, planned, { id: "1", note: null, tags: [], uuid: "u" });

  expect(state).toEqual({ ...nothing, id: "1", note: "", uuid: "u" });
});

test("whole numbers are stored: the rest is cut off", () => {
  expect(refreshedState(attributes, { ...nothing, id: "1" }, { owner: 1799.98 }).owner).toBe(1799);
});

test("a failed update stores what was planned", () => {
  const prior = { ...nothing, id: "1", note: "old", owner: 3 };

  const state = appliedState(attributes, prior, { ...prior, note: "new", owner: null }, { id: "1" });

  expect(state).toMatchObject({ id: "1", note: "new", owner: 0 });
});

test("a data source without a reading for an attribute keeps the configuration and the defaults", () => {
  const config = { ...nothing, note: "", owner: 3, tags: [] };

  expect(dataSourceState(attributes, config, { id: "1" })).toEqual({
    ...nothing,
    id: "1",
    owner: 3,
    enabled: true,
  });
});

test("a list keeps the state's order, new entries last", () => {
  expect(keepOrder(["a", "b", "c"], ["c", "new", "a"])).toEqual(["a", "c", "new"]);
  expect(keepOrder<object>([{ x: 1, y: 2 }], [{ z: 0 }, { y: 2, x: 1 }])).toEqual([{ y: 2, x: 1 }, { z: 0 }]);
});
