import { SCOPE_EXPRESSIONS } from "../../../standin/server/core/expressions";
import type { ScopeMapping } from "../../../tools/authentik/objects";
import {
  EMPTY_LOCK,
  expectedMapping,
  parseLock,
  printLock,
  record,
  recordedMapping,
  withRecords,
} from "../../../tools/findings/scope-mapping-lock";
import { MAPPING } from "./evidence";

const CUSTOM: ScopeMapping = {
  pk: "mapping-2",
  name: "Badge number",
  managed: null,
  scope_name: "badge",
  expression: "return {'badge': request.user.attributes['badge']}",
};

describe("scope mapping lock", () => {
  test("records name, scope and hash by id, in a stable order", () => {
    expect(record([MAPPING, CUSTOM])).toEqual(record([CUSTOM, MAPPING]));
    expect(Object.entries(record([MAPPING, CUSTOM]))).toEqual([
      [
        "mapping-1",
        {
          name: "authentik default OAuth Mapping: OpenID 'openid'",
          scopeName: "openid",
          expression: "efc9b82021d3cebdf314093a4375695b6beea8ab9c725b6729e83f1a38ad0f7b",
        },
      ],
      [
        "mapping-2",
        {
          name: "Badge number",
          scopeName: "badge",
          expression: "6931769fdb549eab19cc4fc0bd5a0ba0f0bb852ed6bc791ff94159caaf982339",
        },
      ],
    ]);
  });

  test("replaces one environment's records and leaves the others", () => {
    const before = withRecords(EMPTY_LOCK, "staging", record([MAPPING]));
    const after = withRecords(before, "production", record([CUSTOM]));
    expect(Object.keys(after.scopeMappings)).toEqual(["production", "staging"]);
    expect(after.scopeMappings.staging).toEqual(record([MAPPING]));
  });

  test("survives being written and read", () => {
    const lock = withRecords(EMPTY_LOCK, "production", record([MAPPING, CUSTOM]));
    expect(parseLock(printLock(lock), "agent-stack.lock.json")).toEqual(lock);
  });

  test.each(["", "{}", '{"scopeMappings": {"production": {"x": "sha256"}}}'])("rejects %j", (text) => {
    expect(() => parseLock(text, "agent-stack.lock.json")).toThrow(
      "agent-stack.lock.json is not a lock file of agent-stack: restore it, or delete it and run verify --accept",
    );
  });
});

describe("expectedMapping", () => {
  const accepted = { scopeName: "openid", expression: "accepted" };
  const lock = withRecords(EMPTY_LOCK, "production", { [MAPPING.managed]: accepted });

  test("is the accepted mapping, whatever the server ships, in a lock of an earlier version too", () => {
    expect(expectedMapping(lock, "production", MAPPING, "2026.5.0")).toEqual(accepted);
    expect(expectedMapping(lock, "production", MAPPING, "2027.2.0")).toEqual(accepted);
  });

  test("is recorded by id, whatever becomes of its managed value and name", () => {
    const recorded = withRecords(EMPTY_LOCK, "production", record([MAPPING]));
    const renamed = { ...MAPPING, managed: null, name: "renamed", expression: "return {}" };
    expect(expectedMapping(recorded, "production", renamed, "2026.5.0")).toEqual(
      record([MAPPING])["mapping-1"],
    );
  });

  test("is unknown where others of the environment were accepted, though authentik ships it", () => {
    const recorded = withRecords(EMPTY_LOCK, "production", record([CUSTOM]));
    expect(expectedMapping(recorded, "production", MAPPING, "2026.5.0")).toBeUndefined();
  });

  test("is the shipped mapping where nothing was accepted and the release is known", () => {
    expect(expectedMapping(lock, "staging", MAPPING, "2026.5.1")).toEqual(recordedMapping(MAPPING));
  });

  test.each([
    ["openid", "openid"],
    ["email", "email"],
    ["profile", "profile"],
    ["entitlements", "entitlements"],
    ["offline_access", "offline_access"],
    ["authentik_api", "goauthentik.io/api"],
  ] as const)("is the stand-in's mapping %s as well", (name, scope_name) => {
    const managed = `goauthentik.io/providers/oauth2/scope-${name}`;
    const mapping = { ...MAPPING, managed, scope_name, expression: SCOPE_EXPRESSIONS[scope_name].text };

    expect(expectedMapping(EMPTY_LOCK, "production", mapping, "2026.5.0")).toEqual(recordedMapping(mapping));
  });

  test("is what authentik ships where the mapping is neither that nor the stand-in's", () => {
    const rewritten = { ...MAPPING, expression: "return {}" };

    expect(expectedMapping(EMPTY_LOCK, "production", rewritten, "2026.5.0")).toEqual({
      scopeName: "openid",
      expression: "38e58da331cc5378d4f269389242aecb80adf30093c405524dc1ab5aab9d452f",
    });
  });

  test("is the shipped mapping where another release has the same text", () => {
    expect(expectedMapping(EMPTY_LOCK, "production", MAPPING, "2026.8.0")).toEqual(recordedMapping(MAPPING));
  });

  test.each([
    ["of another text in another release", { ...MAPPING, expression: "return {}" }, "2026.8.0"],
    ["of another text on a server that does not tell its version", { ...MAPPING, expression: "" }, undefined],
    ["made by the organisation", CUSTOM, "2026.5.0"],
  ])("is unknown for a mapping %s", (_, mapping, version) => {
    expect(expectedMapping(EMPTY_LOCK, "production", mapping, version)).toBeUndefined();
  });
});
