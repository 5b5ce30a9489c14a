import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanJson, ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";

const FOLDER = join(__dirname, "fixtures");

/** Names of the plans that terraform made against the stand-in. */
export const FIXTURES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""));

export function fixture(name: string): string {
  return readFileSync(join(FOLDER, `${name}.json`), "utf8");
}

/** A plan of terraform with some of its top-level fields replaced. */
export function fixtureWith(name: string, fields: object): string {
  return JSON.stringify({ ...JSON.parse(fixture(name)), ...fields });
}

/** A plan of one change only, for everything that looks at no more than that. */
export function planOf(change: ResourceChange, rest: Partial<PlanJson> = {}): PlanJson {
  return {
    terraformVersion: "1.11.4",
    resourceChanges: [change],
    resourceDrift: [],
    outputChanges: [],
    failedChecks: [],
    planned: [],
    prior: [],
    configured: new Map(),
    applyable: true,
    beside: { actions: [], deferred: [], otherModes: [], undecidedChecks: [], unknownFields: [] },
    ...rest,
  };
}

export function changeOf(
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  rest: Partial<ResourceChange> = {},
): ResourceChange {
  const [type = "", name = ""] = address.split(".");
  const actions = before === null ? ["create"] : after === null ? ["delete"] : ["update"];
  return {
    address,
    mode: "managed",
    type,
    name,
    actions,
    before,
    after,
    unknown: {},
    beforeSensitive: {},
    afterSensitive: {},
    replacePaths: [],
    ...rest,
  };
}
