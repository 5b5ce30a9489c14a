import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  endpointStage,
  flowStageBinding,
  MANAGED,
  managedType,
  OF_CLI_APPLICATIONS,
  objectType,
  policyBinding,
  settingOf,
} from "../../../tools/objects";
import type { ManagedType } from "../../../tools/objects/object-type";
import { EVERYTHING, referredTo, STACK } from "./everything";

type Values = Readonly<Record<string, unknown>>;

const ROOT = join(__dirname, "..", "..", "..");
const ENVIRONMENT = JSON.parse(readFileSync(join(ROOT, "agent-stack.schema.json"), "utf8")).$defs.environment;

const ALL = [...MANAGED, ...OF_CLI_APPLICATIONS];

/** Where settings of a type are, each as the steps to a mapping; lists are gone into. */
const placesOf = (type: ManagedType): readonly string[][] =>
  type === managedType(policyBinding.type)
    ? ALL.flatMap(({ place }) =>
        place?.access ? [place.isList ? [...place.path, ...place.access] : [...place.access]] : [],
      )
    : type === managedType(flowStageBinding.type)
      ? [[...endpointStage.place.path, "bind"]]
      : type.place
        ? [[...type.place.path, ...(type.place.below ?? [])]]
        : [];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** The schema of the mapping at a place, of an entry where there is a list. */
function schemaAt(path: readonly string[]): Schema | undefined {
  const inside = (schema: Schema | undefined) => schema?.items ?? schema;
  return path.reduce<Schema | undefined>((schema, step) => inside(schema?.properties?.[step]), ENVIRONMENT);
}

const KEPT = ALL.flatMap((type) =>
  Object.entries(type.attributes).flatMap(([attribute, row]) => {
    const setting = settingOf(row);
    const name = `${type.section}: ${type.type}.${attribute}`;
    return setting ? [{ name, type, attribute, setting }] : [];
  }),
);

test.each(KEPT)("$name: its settings are ones of agent-stack.yaml", ({ type, setting }) => {
  const places = placesOf(type).map((path) => Object.keys(schemaAt(path)?.properties ?? {}));

  expect(places).not.toEqual([]);
  for (const settings of places) expect(settings).toEqual(expect.arrayContaining([...setting.names]));
});

/** Settings that no attribute is kept by, and why. */
const KEEP_NOTHING: Readonly<Record<string, string>> = {
  "deviceCodeFlow.existing": "that flow is used as it is",
  "cli.application": "a mapping of its own",
  "cli.access": "a list of its own",
  "cli.access.group": "tells the entry from others",
  "cli.access.user": "tells the entry from others",
  "cli.access.policy": "tells the entry from others",
  "cliApplications.name": "tells the entry from others",
  "cliApplications.preset": "only says what other settings are by default, and what is put out",
  "cliApplications.application": "a mapping of its own",
  "cliApplications.access": "a list of its own",
  "cliApplications.access.group": "tells the entry from others",
  "cliApplications.access.user": "tells the entry from others",
  "cliApplications.access.policy": "tells the entry from others",
  "deviceAccessGroups.access": "a list of its own",
  "deviceAccessGroups.access.group": "tells the entry from others",
  "deviceAccessGroups.access.user": "tells the entry from others",
  "deviceAccessGroups.access.policy": "tells the entry from others",
  "deviceAccessGroups.name": "tells the entry from others",
  "cliApplications.renamedFrom": "Terraform alone needs it",
  "deviceAccessGroups.renamedFrom": "Terraform alone needs it",
  "enrollmentTokens.name": "tells the entry from others",
  "enrollmentTokens.renamedFrom": "Terraform alone needs it",
  "enrollmentTokens.retrieveKey": "authentik does not know it",
  "endpointStages.bind": "a mapping of its own",
  "endpointStages.name": "tells the entry from others",
  "endpointStages.renamedFrom": "Terraform alone needs it",
};

test("every setting of an object keeps an attribute of it, or is excepted", () => {
  const settings = ALL.flatMap((type) =>
    placesOf(type).flatMap((path) =>
      Object.keys(schemaAt(path)?.properties ?? {}).map((name) => ({
        type,
        name,
        at: [...path, name].join("."),
      })),
    ),
  );

  const keepNothing = settings.filter(({ at, name }) => {
    const place = at.slice(0, -name.length - 1);
    return !KEPT.some(
      ({ type, setting }) =>
        setting.names.includes(name) && placesOf(type).some((path) => path.join(".") === place),
    );
  });

  expect([...new Set(keepNothing.map(({ at }) => at))].sort()).toEqual(Object.keys(KEEP_NOTHING).sort());
});

/** The configured mappings at a place, all entries of lists. */
function configuredAt(path: readonly string[]): Values[] {
  return path.reduce<Values[]>(
    (found, step) => found.flatMap((each) => (each[step] ?? []) as Values[]).flat(),
    [EVERYTHING as Values],
  );
}

test.each(KEPT.filter(({ setting }) => setting.by === undefined))(
  "$name is what the setting says",
  ({ type, attribute, setting: { names } }) => {
    const [name = ""] = names;
    const [value, ...others] = new Set(
      placesOf(type).flatMap((path) =>
        configuredAt(path).flatMap((each) => (name in each ? [each[name]] : [])),
      ),
    );
    const made = Object.values(STACK.resource[type.type] ?? {}).map((each) => each[attribute]);

    const said = made.map((each) => {
      const [reference] = type.attributes[attribute]?.refers ? referredTo(each) : [];
      return reference ? reference.to[objectType(reference.toType)?.lookedUpBy ?? ""] : each;
    });

    expect(others).toEqual([]);
    expect(value).toBeDefined();
    expect(said).toContainEqual(value);
  },
);

test.each([
  ["authentik_provider_oauth2", "grant_types", "grants"],
  ["authentik_provider_oauth2", "property_mappings", "scopes"],
  ["authentik_endpoints_connector_agent", "jwt_federation_providers", "federation"],
  ["authentik_endpoints_connector_agent_enrollment_token", "device_access_group", "own groups"],
])("%s.%s is kept by %s", (type, attribute, by) => {
  const row = managedType(type)?.attributes[attribute];

  expect(row && settingOf(row)?.by).toBe(by);
});

test("lists of agent-stack.yaml have names that tell their entries apart", () => {
  const lists = new Set(ALL.flatMap(({ place }) => (place?.isList ? [place.path.join(".")] : [])));

  const inSchema = Object.entries((ENVIRONMENT as Schema).properties ?? {}).flatMap(([name, { items }]) =>
    items?.properties?.name ? [name] : [],
  );
  expect([...lists].sort()).toEqual(inSchema.sort());
});

test("bindings are where agent-stack.yaml has lists of whom to let in", () => {
  const lists = placesOf(managedType(policyBinding.type) as ManagedType);

  expect(lists).toHaveLength(3);
  for (const path of lists) {
    expect(Object.keys(schemaAt(path)?.properties ?? {})).toEqual(
      expect.arrayContaining(["group", "user", "policy"]),
    );
  }
  expect(ALL.filter(({ place }) => place?.access).map(({ kind }) => kind)).toEqual([
    "application",
    "device access group",
    "application",
  ]);
});
