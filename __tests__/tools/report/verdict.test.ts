import { emptyEnvironment, failedEnvironment } from "../../../tools/report/model";
import { verdict } from "../../../tools/report/verdict";
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
  ["drift-and-change", "🟠 3 changes – weakens security · 🛑 3 objects changed outside – breaks logins"],
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
