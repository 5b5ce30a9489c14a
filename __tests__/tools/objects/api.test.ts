import { CURRENT_VERSION } from "../../../standin/server";
import { allResources } from "../../../standin/server/resources";
import {
  COLLECTIONS,
  event,
  fieldOf,
  flow,
  handlesOf,
  MANAGED,
  OBJECTS,
  objectType,
} from "../../../tools/objects";
import { USER_LOGIN_MODEL } from "../../../tools/objects/stage";
import { REFERENCES } from "./everything";
import { type AttributeBehaviour, behaviourOf } from "./provider-behaviour";
import { type Answer, answersOf, RECORDINGS } from "./recordings";

const SERVED = allResources({ version: CURRENT_VERSION, now: () => new Date() });

const servedAt = (path: string) => {
  const found = SERVED.find((each) => path === `/${each.path}/`);
  if (!found) throw new Error(`nothing is served at ${path}`);
  return found;
};

describe.each(COLLECTIONS.map((collection) => ({ collection })))("$collection.path", ({ collection }) => {
  test("a real authentik was asked there", () => {
    expect(RECORDINGS.filter(({ path }) => path.startsWith(collection.path))).not.toEqual([]);
  });

  test("has the model that the stand-in has there", () => {
    const { app, name } = servedAt(collection.path).model;

    expect([collection.app, collection.model]).toEqual([app, name]);
  });

  test("has the model that answers name, where they do", () => {
    const named = answersOf(collection.path).flatMap((answer) => answer.meta_model_name ?? []);

    // Answers about policies and stages name the model of each one's own type.
    const isBase = ["policy", "stage"].includes(collection.model);
    expect(isBase ? [] : [...new Set(named)]).toEqual(
      isBase || named.length === 0 ? [] : [`${collection.app}.${collection.model}`],
    );
  });
});

test("everything that the tools ask for has one path", () => {
  const paths = COLLECTIONS.map(({ path }) => path);

  expect(paths).toContain(event.path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(OBJECTS.filter(({ api }) => !api).map(({ kind }) => kind)).toEqual([
    "source",
    "stage",
    "other provider",
  ]);
});

test("reading an enrollment token's key is the one attribute that takes a permission of its own", () => {
  const permissions = MANAGED.flatMap(({ type, attributes }) =>
    Object.entries(attributes).flatMap(([name, attribute]) =>
      "permission" in attribute ? [[type, name, attribute.permission]] : [],
    ),
  );

  expect(permissions).toEqual([
    ["authentik_endpoints_connector_agent_enrollment_token", "retrieve_key", "view_enrollment_token_key"],
  ]);
});

test("the stage that logs people in has the model that a real authentik names", () => {
  expect(answersOf("/stages/all/").map(({ meta_model_name: model }) => model)).toContain(USER_LOGIN_MODEL);
});

const READ = OBJECTS.flatMap((type) => (type.api ? [{ type, path: type.api.path }] : []));

test.each(READ)("$type.kind: the id is the field that an object's path takes", ({ type, path }) => {
  const { lookup, pk = "pk" } = servedAt(path);

  expect(fieldOf(type, "id")).toBe(lookup ?? pk);
});

test.each(READ.filter(({ path }) => answersOf(path).length > 0))(
  "$type.kind: every field is one that authentik answers with",
  ({ type, path }) => {
    const answered = new Set(answersOf(path).flatMap((answer) => Object.keys(answer)));
    // The recorded release did not know these yet.
    const later = ["meta_hide", "flow_lockdown"];
    const known = Object.entries(type.attributes).filter(([, attribute]) => attribute.field);

    const fields = known.map(([name]) => fieldOf(type, name));
    expect(fields.filter((field) => !answered.has(field) && !later.includes(field))).toEqual([]);
  },
);

/** Attributes that only Terraform knows, and what they are. */
const TERRAFORMS: Readonly<Record<string, string>> = {
  "authentik_endpoints_connector_agent_enrollment_token.retrieve_key": "whether the key is asked for",
  "authentik_endpoints_connector_agent_enrollment_token.expires_in": "the count of what is left",
};
/** Attributes that are in no field of the object. */
const FIELDLESS: Readonly<Record<string, string>> = {
  ...TERRAFORMS,
  "authentik_endpoints_connector_agent_enrollment_token.key": "asked for by a path of its own",
  "authentik_provider_oauth2.jwks_sources": "neither sent nor read any more",
};

describe.each(MANAGED.map((type) => ({ type })))("$type.type, as the provider treats it", ({ type }) => {
  let behaviours: Record<string, AttributeBehaviour>;
  beforeAll(async () => {
    behaviours = await behaviourOf(type.type, Object.assign({}, ...answersOf(type.api.path)) as Answer);
  });
  const attributes = Object.entries(type.attributes)
    .filter(([name]) => name !== "id")
    .map(([name, attribute]) => ({ name, attribute }));

  test.each(attributes)("$name is sent and read as the field", ({ name }) => {
    const { sent, read } = behaviours[name] as AttributeBehaviour;
    const isCount = name === "expires_in";

    const fields = [...new Set(isCount ? [] : [...sent, ...read])];
    expect(fields).toEqual(`${type.type}.${name}` in FIELDLESS ? [] : [fieldOf(type, name)]);
  });

  test.each(attributes)("$name is never read, or it is", ({ name, attribute }) => {
    const { sent, read } = behaviours[name] as AttributeBehaviour;
    const isUnread = sent.length > 0 && read.length === 0;

    expect(attribute.isUnread ?? false).toBe(isUnread);
  });

  test.each(attributes)("$name is only Terraform's, or authentik's too", ({ name, attribute }) => {
    expect(attribute.isTerraforms ?? false).toBe(`${type.type}.${name}` in TERRAFORMS);
  });

  test.each(attributes)("$name is dropped when it is empty, or it is not", ({ name, attribute }) => {
    const { isDropped, default: value, type: valueType } = behaviours[name] as AttributeBehaviour;
    const zero = valueType === "bool" ? false : valueType === "number" ? 0 : "";
    const isRepairable = isDropped && !(`${type.type}.${name}` in NOT_REPAIRED);

    expect(attribute.dropped).toBe(isRepairable ? zero : undefined);
    expect(attribute.isDroppedWhenUnset ?? false).toBe(isRepairable && value === undefined);
  });
});

const DURATION = "a duration, which the provider refuses to be empty";
const BRANDING = "the brand's owner sees to it";
/** Attributes that the provider drops when they are empty, without anything to repair. */
const NOT_REPAIRED: Readonly<Record<string, string>> = {
  "authentik_brand.branding_title": BRANDING,
  "authentik_brand.branding_logo": BRANDING,
  "authentik_brand.branding_favicon": BRANDING,
  "authentik_brand.branding_default_flow_background": BRANDING,
  "authentik_brand.branding_custom_css": BRANDING,
  "authentik_brand.attributes": BRANDING,
  "authentik_provider_oauth2.grant_types": "authentik refuses an empty list",
  "authentik_provider_oauth2.client_secret": "authentik chooses it where there is none",
  "authentik_provider_oauth2.refresh_token_threshold": DURATION,
  "authentik_provider_oauth2.logout_method": "one of two values, never empty",
  "authentik_endpoints_connector_agent.snapshot_expiry": DURATION,
  "authentik_endpoints_connector_agent.auth_session_duration": DURATION,
  "authentik_endpoints_connector_agent.refresh_interval": DURATION,
  "authentik_endpoints_connector_agent.challenge_idle_timeout": DURATION,
  "authentik_endpoints_connector_agent_enrollment_token.expires": "authentik chooses it where there is none",
};

test.each([...Object.keys(FIELDLESS), ...Object.keys(NOT_REPAIRED)])("%s, an exception, exists", (name) => {
  const [type = "", attribute = ""] = name.split(".");

  expect(objectType(type)?.attributes).toHaveProperty(attribute);
});

/** Keys of what authentik may have twice. */
const NOT_UNIQUE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  binding: [["target", "group", "user", "policy"]],
  connector: [["name"]],
  "enrollment token": [["name", "connector"]],
  // Together with its place there: a stage may be in a flow twice.
  "flow stage binding": [["target", "stage"]],
};

const SEARCHED = MANAGED.flatMap(({ kind, api, attributes }) =>
  "search" in api && api.search ? [{ kind, path: api.path, search: api.search, attributes }] : [],
);

test("everything that we make is searched for; brands take themselves over", () => {
  const searched = SEARCHED.map(({ kind }) => kind);

  expect(MANAGED.filter(({ kind }) => !searched.includes(kind)).map(({ kind }) => kind)).toEqual(["brand"]);
});

describe.each(SEARCHED)("$kind: the search", ({ kind, path, search, attributes }) => {
  test("is by attributes, each key by its id or by something that authentik filters by", () => {
    for (const key of search.keys) {
      expect(key.filter((attribute) => !(attribute in attributes))).toEqual([]);
      const isById = key.some((attribute) => attribute === attributes.id?.field);
      expect([key, isById || key.some((attribute) => search.filters.includes(attribute))]).toEqual([
        key,
        true,
      ]);
    }
  });

  test("is by what authentik keeps unique, or what comes nearest to it", () => {
    const unique = Object.entries(servedAt(path).fields).flatMap(([name, { unique: message, reference }]) =>
      message && !reference ? [[name]] : [],
    );

    expect([...search.keys].sort()).toEqual(unique.length > 0 ? unique.sort() : NOT_UNIQUE[kind]);
  });

  test("filters by what authentik knows", () => {
    const { filters } = servedAt(path);

    expect(search.filters.filter((attribute) => !(attribute in filters))).toEqual([]);
  });
});

test("flows are found by what others refer to them by", () => {
  expect(Object.keys(servedAt(flow.api.path).filters)).toContain(flow.api.referenceFilter);
});

test.each(REFERENCES)(
  "$type.$attribute of a stack refers by a handle, $handle of $toType",
  ({ toType, handle }) => {
    expect(handlesOf(toType)).toContain(handle);
  },
);

test("objects of a type that we do not know are referred to by what is usual", () => {
  expect(handlesOf("authentik_blueprint")).toEqual(["id", "uuid", "pk"]);
});
