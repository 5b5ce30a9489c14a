import { besidePlan } from "../../../tools/findings/beside-plan";
import type { Finding } from "../../../tools/findings/finding";
import { environmentFromPlan } from "../../../tools/report/environment";
import { fixture } from "../changes/plans";

const BRAND = "authentik_brand.default_brand";
const CLI = "authentik_provider_oauth2.cli_provider";

const finding = (code: string, fields: Partial<Finding> = {}): Finding => ({
  ...{ code, severity: "breaks logins", subject: "something" },
  ...{ message: "it is so", consequence: "it matters", remedy: "do this" },
  ...fields,
});

const beside = (plan: string, ...findings: Finding[]) =>
  besidePlan({ ...environmentFromPlan("production", fixture(plan), "plan"), findings });

test("what the plan imports is no finding, and what has another id is", () => {
  const [brand] = environmentFromPlan("production", fixture("first-apply"), "plan").changes.filter(
    ({ importId }) => importId,
  );
  const type = "authentik_brand";
  const imported = finding("connector-name-taken", { unmanaged: { type, id: String(brand?.importId) } });
  const other = finding("connector-name-taken", { unmanaged: { type, id: "other" } });
  const ofAnotherType = finding("client-id-taken", { unmanaged: { type: "x", id: String(brand?.importId) } });

  const { findings } = beside("first-apply", imported, other, ofAnotherType);

  expect(findings).toEqual([other, ofAnotherType]);
});

test("that nothing is deployed is said only beside what seems to be there already", () => {
  const notDeployed = finding("not-deployed");
  const taken = finding("client-id-taken");

  expect(beside("first-apply", notDeployed).findings).toEqual([]);
  expect(beside("first-apply", notDeployed, taken).findings).toEqual([notDeployed, taken]);
});

test("an imported brand without a flow gets one by the plan", () => {
  const [brand] = environmentFromPlan("production", fixture("first-apply"), "plan").changes.filter(
    ({ importId }) => importId,
  );
  const empty = finding("brand-without-device-flow", {
    unmanaged: { type: "authentik_brand", id: String(brand?.importId) },
  });

  expect(beside("first-apply", empty).findings).toEqual([{ ...empty, fixedByPlan: true }]);
});

test("what was changed outside is told there, with the code of the finding, and the plan sets it back", () => {
  const emptied = finding("brand-flow-emptied", { subject: 'brand "authentik-default"', address: BRAND });
  const other = finding("brand-flow-emptied", { address: "authentik_brand.other" });

  const { findings, drift, changes } = beside("drift-and-change", emptied, other);

  const brand = drift.find(({ address }) => address === BRAND);
  expect(findings).toEqual([other]);
  expect(brand).toMatchObject({ found: ["brand-flow-emptied"], fixedByPlan: true });
  expect(brand?.consequences.map(({ code }) => code)).toEqual(["brand-loses-device-flow"]);
  expect(changes.filter(({ setsBack }) => setsBack).map(({ address }) => address)).toEqual([BRAND, CLI]);
});

test("a finding that the plan ends is marked, one that it leads to is not", () => {
  const claims = finding("claims-left-out", { subject: CLI });
  const grant = finding("device-grant-missing", { subject: CLI });
  const environment = environmentFromPlan("production", fixture("update"), "plan");
  const changes = environment.changes.map((change) => {
    if (change.address !== CLI) return change;
    const value = (json: unknown) => ({ kind: "value", json, text: String(json) }) as const;
    return {
      ...change,
      action: "update" as const,
      consequences: [],
      attributes: [
        { name: "include_claims_in_id_token", before: value(false), after: value(true), replaces: false },
        { name: "grant_types", before: value([]), after: value(["refresh_token"]), replaces: false },
      ],
    };
  });

  const { findings } = besidePlan({ ...environment, changes, findings: [claims, grant] });

  expect(changes.filter(({ address }) => address === CLI)).toHaveLength(1);
  expect(findings).toEqual([{ ...claims, fixedByPlan: true }, grant]);
});
