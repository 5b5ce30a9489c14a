import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED_SCHEMAS } from "../../../scripts/published-schemas";
import { CHANGED_FORMATS } from "../../../tools/forge/changed-formats";
import { jsonBody } from "../../../tools/notices/json";
import { noticeOf } from "../../../tools/notices/notice";
import { renderJson } from "../../../tools/report/json";
import {
  type EnvironmentReport,
  emptyEnvironment,
  failedEnvironment,
  type Report,
} from "../../../tools/report/model";
import { outlineOf } from "../../../tools/report/outline";
import { statusJson } from "../../../tools/status/layout";
import { FIXTURES, fixture, fixtureWith } from "../changes/plans";
import { committedSchema, differencesOf, mistakesIn, OUTPUTS } from "../json-schemas";
import { NOW, sound, tenants } from "../status/statuses";
import { finding, reportAbout, reportOf } from "./reports";

/** What a report can tell beside what plans have. */
const everythingElse: Partial<EnvironmentReport> = {
  server: "https://id.example.com",
  findings: [{ ...finding, address: "authentik_policy_binding.cli_access", fixedByPlan: true }, finding],
  failedChecks: [{ address: "check.flow", problems: ["the flow is gone"] }],
  notShown: ["terraform would run the action `action.x.y`"],
  warnings: [{ place: "production/cli", text: "scopes: lacks profile" }],
  notes: [{ severity: "cosmetic", text: "authentik 2026.8.6" }],
};

const deed = { who: "jo", when: "2026-11-24T07:00:00Z", what: "changed this object" };

function withEverything(report: Report): Report {
  const environments = report.environments.map((environment) => ({
    ...environment,
    ...everythingElse,
    drift: environment.drift.map((drift, index) => ({
      ...drift,
      found: ["brand-flow-emptied"],
      attribution:
        index === 0
          ? { kind: "known" as const, people: [deed] }
          : { kind: "unknown" as const, reason: "authentik's event log is empty" },
    })),
  }));
  return { ...report, environments, made: { ...report.made, commit: "5bbb97f-dirty" } };
}

/** As of an object without an id, whose change means nothing. */
function withSilentDrift(report: Report): Report {
  const environments = report.environments.map((environment) => ({
    ...environment,
    drift: environment.drift.map((drift) => ({
      ...drift,
      action: "update" as const,
      objectId: undefined,
      consequences: [],
    })),
  }));
  return { ...report, environments };
}

const REPORTS: readonly (readonly [name: string, report: Report])[] = [
  ...FIXTURES.map((name) => [name, reportOf(fixture(name))] as const),
  ...FIXTURES.map((name) => [`${name}, drift`, reportOf(fixture(name), "drift")] as const),
  ...FIXTURES.map(
    (name) => [`${name}, with everything else`, withEverything(reportOf(fixture(name)))] as const,
  ),
  ["drift that nobody notices", withSilentDrift(reportOf(fixture("drift-and-change"), "drift"))],
  ["an older format", reportOf(fixtureWith("update", { format_version: "0.2" }))],
  ["verify, sound", reportAbout([emptyEnvironment("production")], "verify")],
  ["verify", reportAbout([{ ...emptyEnvironment("production"), ...everythingElse }], "verify")],
  ["failed", reportAbout([failedEnvironment("production", "terraform init failed")], "drift")],
  ["no environment", reportAbout([])],
];

const jsonOf = (report: Report) => JSON.parse(renderJson(report));

const left = { name: "gone", place: "gone.tfstate", note: "gone is no longer in the configuration" };
const changedJson = CHANGED_FORMATS.json as NonNullable<(typeof CHANGED_FORMATS)[string]>;
const everyStatus = [
  ...tenants(12),
  { ...sound("acme"), commit: "5f3c2a1b", tokenExpires: "2027-01-01T00:00:00Z" },
  { ...sound("beta"), deployed: false, tokenExpires: undefined, server: undefined },
];

/** Some of each, which together have all that there can be. */
const WRITTEN: Readonly<Record<(typeof OUTPUTS)[number], readonly unknown[]>> = {
  report: REPORTS.map(([, report]) => jsonOf(report)),
  status: [
    JSON.parse(
      statusJson(everyStatus, NOW, [
        { ...left, objects: 3 },
        { ...left, failure: "no access" },
      ]),
    ),
  ],
  notice: REPORTS.flatMap(([, report]) =>
    ["https://forge.example/runs/1", undefined].map((run) =>
      JSON.parse(jsonBody(noticeOf(outlineOf(report), run))),
    ),
  ),
  changed: [
    JSON.parse(
      changedJson({ free: ["a"], held: ["b"], gone: ["c"], affected: ["a", "b"], files: ["main.ts"] }),
    ),
  ],
};

test("the published schemas are fresh: `npm run schema` would not change them", () => {
  const committed = Object.keys(PUBLISHED_SCHEMAS).map((file) => [
    file,
    JSON.parse(readFileSync(file, "utf8")),
  ]);

  expect(Object.fromEntries(committed)).toEqual(JSON.parse(JSON.stringify(PUBLISHED_SCHEMAS)));
});

test("what format 1 promises stays: a line may be added, none changed or taken away without another format", () => {
  const promised = OUTPUTS.flatMap((output) =>
    membersIn(committedSchema(output) as Schema).map(
      ([path, schema]) => `${output} ${path}: ${valuesOf(schema)}`,
    ),
  );

  expect(promised).toEqual(readFileSync(join(__dirname, "json-format-1.txt"), "utf8").trim().split("\n"));
});

test.each(REPORTS)("%s: the report has what its schema tells, and nothing else", (_, report) => {
  expect(differencesOf("report", jsonOf(report))).toEqual([]);
});

describe.each(OUTPUTS)("the schema of %s", (output) => {
  test("tells all that is written", () => {
    expect(WRITTEN[output].flatMap((json) => differencesOf(output, json))).toEqual([]);
  });

  test("describes each member", () => {
    const all = membersIn(committedSchema(output) as Schema);

    expect(all.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
    expect(all.length).toBeGreaterThan(5);
  });

  test("tells of no member, list or null that nothing ever has", () => {
    const seen = new Set(WRITTEN[output].flatMap((json) => placesIn(json, "")));

    const told = membersIn(committedSchema(output) as Schema).flatMap(([path, schema]) => [
      ...(isNullable(schema) ? [`${path} is null`] : []),
      ...(isOnlyNull(schema) ? [] : [`${path} is there`]),
      ...(schema.items ? [`${path}[] is there`] : []),
    ]);
    expect(told.filter((place) => !seen.has(place))).toEqual([]);
  });

  test("notices each member that is missing or has another kind of value, and takes those that come later", () => {
    // Of each kind of object the first.
    const objects = new Map(
      [...WRITTEN[output]]
        .reverse()
        .flatMap((json) => objectsIn(json, "").map(([path, object]) => [path, { json, object }] as const)),
    );

    const unnoticed = [...objects].flatMap(([path, { json, object }]) => {
      const mistakesOf = (by: Json) => mistakesIn(output, replaced(json, object, by));
      const members = Object.keys(object).filter((name) => {
        const { [name]: _, ...rest } = object;
        return mistakesOf(rest).length === 0 || mistakesOf({ ...rest, [name]: { a: 1 } }).length === 0;
      });
      const later = { ...object, later: 1 };
      const isTaken = mistakesOf(later).length === 0;
      const isSeen = differencesOf(output, replaced(json, object, later)).some((each) =>
        each.endsWith(" must NOT have additional properties: later"),
      );
      return [...members, ...(isTaken && isSeen ? [] : ["later"])].map((name) => `${path}.${name}`);
    });

    expect(unnoticed).toEqual([]);
  });
});

test("a mistake is told with its place", () => {
  const { format, ...rest } = jsonOf(reportAbout([emptyEnvironment("production")]));

  expect(differencesOf("report", { ...rest, format: 2, picture: null })).toEqual([
    " must NOT have additional properties: picture",
    "/format must be equal to constant",
  ]);
});

interface Schema {
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Each member with its path; one that may be missing, which none should be, ends in a question mark. */
function membersIn({ properties = {}, required, items, anyOf = [] }: Schema, path = ""): [string, Schema][] {
  return [
    ...Object.entries(properties).flatMap<[string, Schema]>(([name, member]) => {
      const place = `${path}.${name}${required?.includes(name) ? "" : "?"}`;
      return [[place, member], ...membersIn(member, place)];
    }),
    ...(items ? membersIn(items, `${path}[]`) : []),
    ...anyOf.flatMap((each) => membersIn(each, path)),
  ];
}

const valuesOf = ({ type, anyOf, items, ...rest }: Schema): string =>
  anyOf?.map(valuesOf).join(" | ") ??
  rest.enum?.map((word) => `"${word}"`).join(" | ") ??
  (rest.const === undefined ? undefined : JSON.stringify(rest.const)) ??
  (items && !items.properties ? `list of ${valuesOf(items)}` : [type].flat().join(" | "));

const isOnlyNull = ({ type }: Schema) => type === "null";
const isNullable = ({ type, anyOf = [] }: Schema) => [type].flat().includes("null") || anyOf.some(isOnlyNull);

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function placesIn(value: unknown, path: string): string[] {
  const below = Array.isArray(value)
    ? value.flatMap((each) => placesIn(each, `${path}[]`))
    : Object.entries(isObject(value) ? value : {}).flatMap(([name, each]) =>
        placesIn(each, `${path}.${name}`),
      );
  return [`${path} is ${value === null ? "null" : "there"}`, ...below];
}

function objectsIn(value: unknown, path: string): [string, Json][] {
  if (Array.isArray(value)) return value.flatMap((each) => objectsIn(each, `${path}[]`));
  if (!isObject(value)) return [];
  const below = Object.entries(value).flatMap(([name, each]) => objectsIn(each, `${path}.${name}`));
  return [[path, value], ...below];
}

function replaced(value: unknown, object: Json, by: Json): unknown {
  if (value === object) return by;
  if (Array.isArray(value)) return value.map((each) => replaced(each, object, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, object, by)]));
}
