import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  handlesOf,
  MANAGED,
  managedType,
  OBJECTS,
  OF_CLI_APPLICATIONS,
  objectType,
  settingOf,
  typesOf,
} from "../../../tools/objects";
import { consequenceRows } from "../../../tools/objects/consequences";
import type { ManagedAttribute, ManagedType } from "../../../tools/objects/object-type";
import { BOUND } from "./bindings";

const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "..", "standin", "provider", "provider-schema.json"), "utf8"),
).provider_schemas["registry.terraform.io/goauthentik/authentik"];

const attributesOf = ({ attributes }: ManagedType) =>
  Object.entries(attributes).map(([name, attribute]) => ({ name, attribute }));

test("the bindings have the attributes of the real provider", () => {
  for (const [type, attributes] of BOUND.resources) {
    expect([type, attributes]).toEqual([
      type,
      Object.keys(SCHEMA.resource_schemas[type].block.attributes).sort(),
    ]);
  }
});

test("every resource of the bindings has a file", () => {
  expect(MANAGED.map(({ type }) => type).sort()).toEqual([...BOUND.resources.keys()].sort());
});

test("every data source of the bindings has a file, which says what it looks up by", () => {
  expect([...BOUND.dataSources.keys()].filter((type) => !objectType(type)?.lookedUpBy)).toEqual([]);
});

test.each(MANAGED.map((type) => ({ type })))(
  "$type.type: every attribute of the bindings is placed, and no other",
  ({ type }) => {
    expect(Object.keys(type.attributes).sort()).toEqual(BOUND.resources.get(type.type));
  },
);

const EVERY_ATTRIBUTE = [...MANAGED, ...OF_CLI_APPLICATIONS].flatMap((known) =>
  attributesOf(known).map(({ name, attribute }) => ({
    known,
    type: MANAGED.includes(known) ? known.type : `${known.type} of an application of the command line`,
    name,
    attribute,
  })),
);

test.each(OF_CLI_APPLICATIONS.map((type) => ({ type })))(
  "$type.type of an application of the command line: it has the attributes of any",
  ({ type }) => {
    expect(Object.keys(type.attributes).sort()).toEqual(
      Object.keys(managedType(type.type)?.attributes ?? {}).sort(),
    );
  },
);

/** A reason that explains something. */
const REASON = /^[a-z].{10,}[^.]$/;

test.each(EVERY_ATTRIBUTE)(
  "$type.$name: what a change means is said, or why it means nothing",
  ({ known, name, attribute }) => {
    const { means = {}, meansNothing } = attribute as ManagedAttribute & {
      means?: object;
      meansNothing?: string;
    };
    const codes = consequenceRows(known).map(({ code }) => code);

    expect([name, Object.keys(means).length > 0]).toEqual([name, meansNothing === undefined]);
    expect(Object.keys(means).filter((code) => !codes.includes(code))).toEqual([]);
    if (meansNothing !== undefined) expect(meansNothing).toMatch(REASON);
  },
);

test.each(EVERY_ATTRIBUTE)(
  "$type.$name: a setting keeps it, or it is said why none does",
  ({ attribute }) => {
    const { noSetting } = attribute as { noSetting?: string };

    expect((settingOf(attribute)?.names.length ?? 0) > 0).toBe(noSetting === undefined);
    if (noSetting !== undefined) expect(noSetting).toMatch(REASON);
  },
);

test.each([
  ["policy", /^authentik_policy_(?!binding$)/],
  ["source", /^authentik_source_/],
  ["stage", /^authentik_stage_(?!endpoints$|prompt_field$)/],
  ["other provider", /^authentik_provider_(?!oauth2$)/],
  ["group", /^authentik_group$/],
  ["user", /^authentik_user$/],
  ["certificate", /^authentik_certificate_key_pair$/],
  ["scope mapping", /^authentik_property_mapping_provider_scope$/],
  ["flow stage binding", /^authentik_flow_stage_binding$/],
])("%s: all resources of the provider that are such ones", (kind, family) => {
  const resources = Object.keys(SCHEMA.resource_schemas);

  const known = OBJECTS.filter((each) => each.kind === kind).flatMap(typesOf);

  expect(known.filter((type) => resources.includes(type)).sort()).toEqual(
    resources.filter((type) => family.test(type)).sort(),
  );
});

test("no type is in two files, and every one is the provider's", () => {
  const types = OBJECTS.flatMap(typesOf);
  const real = { ...SCHEMA.resource_schemas, ...SCHEMA.data_source_schemas };

  expect(types.filter((type) => !(type in real))).toEqual([]);
  expect(new Set(types).size).toBe(types.length);
  expect(new Set(OBJECTS.map(({ kind }) => kind)).size).toBe(OBJECTS.length);
});

test.each(OBJECTS.map((type) => ({ type })))(
  "$type.kind: what it is known, looked up and referred to by are attributes of it",
  ({ type }) => {
    const attributes = typesOf(type).flatMap((each) =>
      [SCHEMA.resource_schemas[each], SCHEMA.data_source_schemas[each]].flatMap((schema) =>
        Object.keys(schema?.block.attributes ?? {}),
      ),
    );

    const named = [
      ...type.labels,
      ...(type.lookedUpBy ? [type.lookedUpBy] : []),
      ...Object.keys(type.attributes),
    ];
    expect(named.filter((name) => !attributes.includes(name))).toEqual([]);
  },
);

test.each(OBJECTS.map((type) => ({ type })))("$type.kind: its id and its uuid refer to it", ({ type }) => {
  const resource = SCHEMA.resource_schemas[type.type] ?? SCHEMA.data_source_schemas[type.type];
  const ids = ["id", "uuid"].filter((name) => name in resource.block.attributes);

  expect(handlesOf(type.type)).toEqual(expect.arrayContaining(ids));
});
