import { CURRENT_VERSION } from "../../../standin/server";
import { allResources } from "../../../standin/server/resources";
import { fieldOf, MANAGED, OBJECTS, objectType, policyBinding, typeOfKind } from "../../../tools/objects";
import type { Reference } from "../../../tools/objects/object-type";
import { BOUND } from "./bindings";
import { outcomesIn } from "./deletions";
import { REFERENCES } from "./everything";
import { behaviourOf } from "./provider-behaviour";
import { answersOf, recordingsOf } from "./recordings";

const SERVED = allResources({ version: CURRENT_VERSION, now: () => new Date() });

/** The kinds of what the stand-in keeps in a table. */
const kindsIn = (table: string) =>
  table === "oauthsource"
    ? ["source"]
    : OBJECTS.filter(({ api }) =>
        SERVED.some((each) => each.table === table && api?.path === `/${each.path}/`),
      ).map(({ kind }) => kind);

const ALL = MANAGED.flatMap((type) =>
  Object.entries(type.attributes).flatMap(([name, { refers }]) =>
    refers ? [{ name: `${type.type}.${name}`, type, attribute: name, refers: refers as Reference }] : [],
  ),
);

const refersOf = (type: string, attribute: string) => objectType(type)?.attributes[attribute]?.refers;

test.each(MANAGED.map((type) => ({ type })))(
  "$type.type refers by the attributes by which it does in the stand-in",
  ({ type }) => {
    const fields = SERVED.find(({ path }) => `/${path}/` === type.api.path)?.fields ?? {};
    const byField = new Map(Object.keys(type.attributes).map((name) => [fieldOf(type, name), name]));
    const inStandIn = Object.entries(fields).flatMap(([field, { reference }]) =>
      reference && !NOT_IN_PROVIDER.includes(field) ? [byField.get(field) ?? field] : [],
    );

    const known = ALL.filter((each) => each.type === type).map(({ attribute }) => attribute);

    expect([...known].sort()).toEqual([...inStandIn, ...(ALSO[type.kind] ?? [])].sort());
  },
);

/** Fields of the current server that its Terraform provider does not have. */
const NOT_IN_PROVIDER: readonly string[] = ["flow_user_switch", "flow_request"];

/** References that the stand-in has no field for. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  // The name that jwt_federation_sources had.
  provider: ["jwks_sources"],
  // A field of its own, since it takes two kinds of ids.
  binding: ["target"],
};

test.each(ALL)("$name refers to what it does in the stand-in", ({ type, attribute, refers }) => {
  const fields = SERVED.find(({ path }) => `/${path}/` === type.api.path)?.fields ?? {};
  const table = fields[fieldOf(type, attribute)]?.reference?.table;
  if (table === undefined) return expect(ALSO[type.kind]).toContain(attribute);

  expect([...refers.to].sort()).toEqual(
    [...kindsIn(table), ...(ALSO_IN[`${type.kind} ${table}`] ?? [])].sort(),
  );
});

/** Kinds that the stand-in has no list of, by who refers to them and its table. */
const ALSO_IN: Readonly<Record<string, readonly string[]>> = {
  // An application takes providers of any type, of which the stand-in has OAuth2 only.
  "application provider": ["other provider"],
  "flow stage binding stage": ["stage"],
};

test.each([
  ["provider", "jwks_sources", ["source"]],
  ["binding", "target", ["application", "device access group", "flow", "flow stage binding", "source"]],
] as const)("%s: %s refers to %s", (kind, attribute, kinds) => {
  expect(refersOf(typeOfKind(kind).type, attribute)?.to).toEqual(kinds);
});

test.each(REFERENCES)("a stack's $type: $attribute refers to $toType", ({ type, attribute, toType }) => {
  expect(refersOf(type, attribute)?.to).toContain(objectType(toType)?.kind);
});

test.each(ALL)(
  "$name: what it refers to has numbers where the attribute is one",
  async ({ type, attribute, refers }) => {
    const behaviour = await behaviourOf(type.type, Object.assign({}, ...answersOf(type.api.path)));

    const isNumber = [behaviour[attribute]?.type].flat().includes("number");
    expect(refers.to.map((kind) => [kind, typeOfKind(kind).numbers !== undefined])).toEqual(
      refers.to.map((kind) => [kind, isNumber]),
    );
  },
);

const RECORDED = ["authentik-api-recordings", "authentik-deletion-recordings"].flatMap((name) =>
  outcomesIn(recordingsOf(name)),
);

test.each(RECORDED)("$type: $attribute was $whenDeleted", ({ type, attribute, whenDeleted }) => {
  expect(refersOf(type, attribute)?.whenDeleted).toBe(whenDeleted);
});

const CASCADE = "deleted along";
const SET_NULL = "cleared";
const MANY_TO_MANY = "taken out of the list";
/** What no recording shows: as authentik's models have it, and for a backchannel as it is the provider that refers. */
const UNRECORDED: Readonly<Record<string, Reference["whenDeleted"]>> = {
  "authentik_brand.flow_authentication": SET_NULL,
  "authentik_brand.flow_invalidation": SET_NULL,
  "authentik_brand.flow_unenrollment": SET_NULL,
  "authentik_brand.flow_user_settings": SET_NULL,
  "authentik_brand.flow_lockdown": SET_NULL,
  "authentik_brand.web_certificate": SET_NULL,
  "authentik_brand.default_application": SET_NULL,
  "authentik_brand.client_certificates": MANY_TO_MANY,
  "authentik_provider_oauth2.encryption_key": SET_NULL,
  "authentik_provider_oauth2.jwt_federation_providers": MANY_TO_MANY,
  "authentik_provider_oauth2.jwt_federation_sources": MANY_TO_MANY,
  "authentik_provider_oauth2.jwks_sources": "nothing",
  "authentik_application.backchannel_providers": MANY_TO_MANY,
  "authentik_flow_stage_binding.target": CASCADE,
  "authentik_flow_stage_binding.stage": CASCADE,
};

test.each(ALL)("$name: what becomes of it was recorded, or is as the models have it", ({ name, refers }) => {
  const recorded = RECORDED.some(({ type, attribute }) => `${type}.${attribute}` === name);

  expect(UNRECORDED[name]).toBe(recorded ? undefined : refers.whenDeleted);
});

test("what a binding names is found in its answers by its name", () => {
  const answers = answersOf(policyBinding.api.path);
  for (const attribute of ["group", "user"] as const) {
    const { nameField } = policyBinding.attributes[attribute].refers;
    const [object = "", name = ""] = nameField.split(".");
    const embedded = answers.map((answer) => answer[object] as Record<string, unknown> | null);
    const lookedUpBy = typeOfKind(attribute).lookedUpBy;

    expect(object).toBe(`${attribute}_obj`);
    expect(name).toBe(lookedUpBy);
    expect(embedded.filter((each) => each !== null)).not.toEqual([]);
    expect(embedded.filter((each) => each !== null && typeof each[name] !== "string")).toEqual([]);
  }
});

test("what a configuration looks up, it names by the attribute of the data source that is given", () => {
  const lookUps = REFERENCES.filter(({ toType }) => BOUND.dataSources.has(toType));
  const named = lookUps.map(({ toType, to }) => [toType, objectType(toType)?.lookedUpBy ?? "", to] as const);

  expect(named.filter(([toType, by, to]) => !(by in to) && !("managed_list" in to) && toType)).toEqual([]);
  expect(objectType("authentik_brand")?.lookedUpBy).toBe("domain");
});

test("all providers are counted together, and people on their own", () => {
  const counted = OBJECTS.filter(({ numbers }) => numbers).map(({ kind, numbers }) => [kind, numbers]);

  expect(counted).toEqual([
    ["provider", "providers"],
    ["user", "users"],
    ["other provider", "providers"],
  ]);
});
