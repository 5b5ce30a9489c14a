import { type EnvironmentReport, emptyEnvironment, failedEnvironment } from "../../../tools/report/model";
import { severityOf, verdict } from "../../../tools/report/verdict";
import { fixture } from "../changes/plans";
import { finding, reportOf } from "./reports";

const verdictOf = (name: string, kind: "plan" | "drift" = "plan") =>
  reportOf(fixture(name), kind)
    .environments.map((environment) => verdict(environment, kind))
    .join();

test.each([
  ["no-op", "✅ no changes, authentik is as configured"],
  ["first-apply", "🟡 10 changes, 6 changed outputs – changes access"],
  ["update", "🛑 3 changes – breaks logins"],
  ["delete", "🟠 2 changes – weakens security"],
  ["forget", "🔵 1 change"],
  [
    "drift-and-change",
    "🟠 3 changes – weakens security · 🟠 1 object changed outside – weakens security · 🟡 2 objects changed outside, set back by this plan – breaks logins until this plan is applied",
  ],
])("of the plan %s", (name, expected) => {
  expect(verdictOf(name)).toBe(expected);
});

test("of drift leaves out what the configuration would change", () => {
  expect(verdictOf("drift-and-change", "drift")).toBe("🛑 3 objects changed outside – breaks logins");
  expect(verdictOf("update", "drift")).toBe("✅ no drift, nothing was changed outside terraform");
});

test("of a failure and of findings", () => {
  expect(verdict(failedEnvironment("a", "no"), "plan")).toBe("❌ failed: what would change is not known");
  expect(verdict(emptyEnvironment("a"), "verify")).toBe("✅ sound, nothing was found");
  expect(verdict({ ...emptyEnvironment("a"), findings: [finding] }, "verify")).toBe(
    "🟠 1 finding – weakens security",
  );
});

test("of a sound environment says the note that is no detail", () => {
  const sound = (...severities: ("changes access" | "cosmetic")[]) =>
    verdict(
      {
        ...emptyEnvironment("a"),
        notes: severities.map((severity, index) => ({ severity, text: `note ${index}` })),
      },
      "verify",
    );

  expect([
    sound("cosmetic"),
    sound("cosmetic", "changes access"),
    sound("changes access", "changes access"),
  ]).toEqual([
    "✅ sound, nothing was found",
    "✅ sound, with this note: note 1",
    "✅ sound, with these notes: note 0; note 1",
  ]);
});

test("is the worst first, whatever it is of, and what the plan ends counts as what changes access", () => {
  const environment = {
    ...emptyEnvironment("a"),
    failedChecks: [{ address: "check.a", problems: ["no"] }],
    findings: [
      { ...finding, severity: "breaks logins" as const, fixedByPlan: true as const },
      { ...finding, severity: "weakens security" as const },
    ],
  } satisfies EnvironmentReport;

  expect(verdict(environment, "plan")).toBe(
    "🟠 1 finding – weakens security · 🟡 1 finding fixed by this plan – breaks logins until this plan is applied · 🔵 1 failed check",
  );
  expect(severityOf({ ...environment, findings: environment.findings.slice(0, 1) })).toBe("changes access");
});

test("deleting an object nobody knows counts as changing access", () => {
  const deletion = {
    address: "x.y",
    type: "x",
    label: "y",
    action: "delete",
    attributes: [],
    consequences: [],
    whose: "not known",
  } as const;

  expect(
    verdict(
      { ...emptyEnvironment("a"), changes: [{ ...deletion, attributes: [], consequences: [] }] },
      "plan",
    ),
  ).toBe("🟡 1 change – changes access");
});
