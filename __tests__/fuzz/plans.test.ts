import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { render } from "../../tools/report/emit";
import { environmentFromPlan } from "../../tools/report/environment";
import { stateOf } from "../../tools/set-up/pulled-state";
import { managedSetUp, SetUpError } from "../../tools/set-up/stack";
import { objectsIn } from "../../tools/terraform/kept-state";
import { refuseStrange } from "../../tools/terraform/state";
import { TerraformError } from "../../tools/terraform/terraform-error";
import { STACK, STATE } from "../tools/findings/evidence";
import { reportAbout } from "../tools/report/reports";
import { anyJson, mutated, mutations } from "./mutation";
import { expectRefusal, PATIENCE, Tried, trials } from "./trials";

jest.setTimeout(PATIENCE);

const FOLDER = join(__dirname, "../tools/changes/fixtures");
const PLANS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => readFileSync(join(FOLDER, name), "utf8"));

describe("whatever a plan's JSON is, a report is made of it in every format", () => {
  const tried = new Tried("plans");
  afterAll(() => tried.tell());

  function expectReport(json: string, mode: "plan" | "drift"): void {
    const error = tried.thrownBy(() => {
      const environment = environmentFromPlan("production", json, mode);
      if (environment.failure !== undefined) {
        tried.refuse();
        expectRefusal(new Error(environment.failure), Error);
      }
      for (const format of ["markdown", "json", "html", "text"] as const)
        expect(render(reportAbout([environment], mode), format)).not.toBe("");
    });
    if (error !== undefined) throw error;
  }

  const mode = fc.constantFrom("plan" as const, "drift" as const);
  const plan = fc.constantFrom(...PLANS);

  it("a plan with changes", () =>
    fc.assert(
      fc.property(plan, mutations, mode, (json, given, each) =>
        expectReport(JSON.stringify(mutated(JSON.parse(json), given)), each),
      ),
      trials(400),
    ));

  it("a plan that is cut off, or longer than it is", () =>
    fc.assert(
      fc.property(plan, fc.nat(), fc.string(), mode, (json, at, more, each) => {
        const end = at % json.length;
        expectReport(json.slice(0, end), each);
        expectReport(json + more, each);
      }),
      trials(50),
    ));

  it("any JSON", () =>
    fc.assert(
      fc.property(anyJson, mode, (value, each) => {
        expectReport(JSON.stringify(value), each);
        expectReport(JSON.stringify({ format_version: "1.2", resource_changes: value }), each);
        expectReport(
          JSON.stringify({ format_version: "1.2", resource_drift: value, planned_values: value }),
          each,
        );
      }),
      trials(150),
    ));

  it("any text", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), mode, (text, each) => expectReport(text, each)),
      trials(200),
    ));

  it.each([
    ["[".repeat(5_000_000)],
    [`${"[".repeat(2_000_000)}${"]".repeat(2_000_000)}`],
    [`${'{"a":'.repeat(500_000)}1${"}".repeat(500_000)}`],
    [`{"format_version":"1.2","resource_changes":[${"[],".repeat(500_000)}[]]}`],
    [`{"format_version":"1.2","resource_changes":[${"{},".repeat(200_000)}{}]}`],
    [`{"format_version":"${"1".repeat(5_000_000)}","resource_changes":[]}`],
    [`{"format_version":"1.2","resource_changes":[],"output_changes":{"__proto__":{"actions":["create"]}}}`],
    [
      `{"format_version":"1.2","resource_changes":[],"errored":true,"checks":[${Array(20_000).fill('{"address":{"to_display":"x"},"status":"fail"}')}]}`,
    ],
  ])("a huge or deep one, %#", (json) => expectReport(json, "plan"));
});

describe("whatever a state is, it is read or refused", () => {
  const tried = new Tried("states");
  afterAll(() => tried.tell());

  const PULLED = {
    version: 4,
    terraform_version: "1.11.4",
    serial: 3,
    lineage: "5cb1",
    outputs: {},
    resources: (STATE.values?.root_module?.resources ?? []).map(({ mode, type, name, values }) => ({
      mode,
      type,
      name,
      provider: 'provider["registry.terraform.io/goauthentik/authentik"]',
      instances: [{ schema_version: 0, attributes: values, sensitive_attributes: [] }],
    })),
  };

  function expectReading(text: string): void {
    const error = tried.thrownBy(() => {
      refuseStrange("production", text);
      objectsIn(text);
      managedSetUp("production", STACK, stateOf("production", text));
    });
    if (error === undefined) return;
    tried.refuse();
    expect(expectRefusal(error, TerraformError, SetUpError)).toContain("the state of production");
  }

  it("a state with changes", () =>
    fc.assert(
      fc.property(mutations, (given) => expectReading(JSON.stringify(mutated(PULLED, given)))),
      trials(500),
    ));

  it("any JSON", () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expectReading(JSON.stringify(value));
        expectReading(JSON.stringify({ ...PULLED, resources: value }));
      }),
      trials(200),
    ));

  it("any text", () => fc.assert(fc.property(fc.string({ unit: "binary" }), expectReading), trials(200)));
});
