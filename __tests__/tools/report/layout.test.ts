import type { Change } from "../../../tools/changes/changes";
import { alertsOf } from "../../../tools/report/alerts";
import type { Block } from "../../../tools/report/document";
import { renderHtml } from "../../../tools/report/html";
import { renderJson } from "../../../tools/report/json";
import { layOut } from "../../../tools/report/layout";
import { renderMarkdown } from "../../../tools/report/markdown";
import { emptyEnvironment, failedEnvironment } from "../../../tools/report/model";
import { renderText } from "../../../tools/report/text";
import type { Severity } from "../../../tools/severity";
import { fixture } from "../changes/plans";
import { finding, reportAbout, reportOf } from "./reports";

const [drifted = emptyEnvironment("production")] = reportOf(fixture("drift-and-change")).environments;
const everything = {
  ...drifted,
  findings: [finding],
  failedChecks: [{ address: "check.a", problems: ["no"] }],
};

const titleOf = (block: Block) => {
  switch (block.kind) {
    case "heading":
      return block.line.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("");
    case "alert":
      return `alert ${block.tone}`;
    default:
      return block.kind;
  }
};

test("says the verdict first, then warnings, the picture, counts, changes, drift, findings, details and how it was made", () => {
  const order = layOut(reportAbout([everything])).map(titleOf);

  expect(order).toEqual([
    "Plan of the authentik Agent's set-up",
    "paragraph",
    '{"code":"production"}',
    "paragraph",
    "alert warning",
    "alert warning",
    "picture",
    "paragraph",
    "Default brand and further brands: 1 to change",
    "list",
    "CLI provider: 1 to change",
    "list",
    "Endpoint stages: 1 to delete",
    "list",
    "Changed outside terraform",
    "list",
    "table",
    "list",
    "list",
    "table",
    "Failed checks",
    "list",
    "Findings in authentik",
    "details",
    "details",
    "details",
  ]);
});

test("environments are listed with their verdicts, failures first and what is in order last", () => {
  const report = reportAbout([
    emptyEnvironment("test"),
    { ...everything, name: "staging" },
    failedEnvironment("production", "no server"),
  ]);

  const lines = renderText(report).split("\n");

  expect(lines.slice(0, 9)).toEqual([
    "PLAN OF THE AUTHENTIK AGENT'S SET-UP",
    "",
    "2026-11-24 08:00 UTC",
    "",
    "3 environments: 1 failed, 1 with something to look at, 1 in order",
    "",
    "    production: ❌ failed: what would change is not known",
    "    staging: 🟠 3 changes – weakens security · 🟠 1 object changed outside – weakens security · 🟠 1 finding – weakens security · 🟡 2 objects changed outside, set back by this plan – breaks logins until this plan is applied · 🔵 1 failed check",
    "    test: ✅ no changes, authentik is as configured",
  ]);
});

test("what is the same in several environments is said once", () => {
  const report = reportAbout(
    Array.from({ length: 12 }, (_, index) => ({ ...everything, name: `e${index}` })),
  );

  const text = renderText(report);

  expect(text).toContain("e0, e1, e2, e3, e4, e5, e6, e7 and 4 more (the same in 12 environments)");
  expect(text.match(/Changed outside terraform/g)).toHaveLength(1);
});

test("drift says who did it and when, or why that is not known", () => {
  const [brand, binding] = drifted.drift;
  if (!brand || !binding) throw new Error("the plan has no drift");
  const known = {
    kind: "known",
    people: [
      { who: "ann", when: "2026-11-24T01:55:30Z", what: "changed this object" },
      {
        who: "bob",
        when: "2026-11-24T01:50:00Z",
        what: 'deleted the flow "x", which cleared flow_device_code',
      },
    ],
  } as const;
  const unknown = { kind: "unknown", reason: "the token may not read the event log" } as const;
  const drift = [
    { ...brand, attribution: known },
    { ...binding, attribution: unknown },
  ];

  const text = renderText(reportAbout([{ ...emptyEnvironment("production"), drift }], "drift"));

  expect(text).toContain(
    [
      "    - ann changed this object at 2026-11-24T01:55:30Z",
      '    - bob deleted the flow "x", which cleared flow_device_code at 2026-11-24T01:50:00Z',
    ].join("\n"),
  );
  expect(text).toContain("    - who did it is unknown: the token may not read the event log");
});

test("a finding shows what to do, a snippet as it is to be copied", () => {
  const text = renderText(
    reportAbout([{ ...emptyEnvironment("production"), findings: [finding] }], "verify"),
  );

  expect(text).toContain("weakens security: group Friends is bound to the application and nobody manages it");
  expect(text).toContain("    access:\n      - group: Friends");
});

/** The alert boxes about as much drift, of which this is said. */
function alertsAbout(amount: number, textOf: (index: number) => string) {
  const [change] = drifted.drift;
  const drift = Array.from({ length: amount }, (_, index) => ({
    ...change,
    address: `authentik_brand.b${index}`,
    fixedByPlan: undefined,
    consequences: [
      { code: "c", severity: "breaks logins" as const, text: textOf(index), docs: "https://docs/" },
    ],
  })) as typeof drifted.drift;
  return layOut(reportAbout([{ ...emptyEnvironment("production"), drift }], "drift")).flatMap((block) =>
    block.kind === "alert" ? [block.lines] : [],
  );
}

test("what is said of three or more is said once, with each of them", () => {
  const said = (amount: number) =>
    alertsAbout(amount, () => "it breaks")[0]
      ?.slice(1)
      .map((line) => line.slice(0, -3));

  expect(said(2)).toEqual([
    [{ code: "authentik_brand.b0" }, ", changed outside: ", "it breaks"],
    [{ code: "authentik_brand.b1" }, ", changed outside: ", "it breaks"],
  ]);
  expect(said(3)).toEqual([
    [
      "3 objects, ",
      { code: "authentik_brand.b0" },
      ", ",
      { code: "authentik_brand.b1" },
      ", ",
      { code: "authentik_brand.b2" },
      ", changed outside: ",
      "it breaks",
    ],
  ]);
});

test("changes of which the same is said are one item, in each format", () => {
  const [change] = drifted.changes;
  if (!change) throw new Error("the plan has no changes");
  const changes = ["a", "b", "c"].map((name) => ({
    ...change,
    address: `authentik_policy_binding.${name}`,
    type: "authentik_policy_binding",
    action: "create" as const,
    attributes: [],
    setsBack: undefined,
    consequences: [
      { code: "c", severity: "changes access" as const, text: "they get in", docs: "https://docs/" },
    ],
  }));
  const report = reportAbout([{ ...emptyEnvironment("production"), changes }]);

  expect(renderText(report)).toContain(
    "+ 3 bindings are created: authentik_policy_binding.a, authentik_policy_binding.b, authentik_policy_binding.c\n    - changes access: they get in",
  );
  expect(renderMarkdown(report)).toContain(
    "- `+` 3 bindings are **created**: `authentik_policy_binding.a`, `authentik_policy_binding.b`, `authentik_policy_binding.c`\n",
  );
  expect(renderHtml(report).match(/authentik_policy_binding\.c</g)).toHaveLength(1);
});

test("an attribute of which only the order changes is not told member by member", () => {
  const [change] = drifted.changes;
  if (!change) throw new Error("the plan has no changes");
  const value = (...json: string[]) => ({ kind: "value" as const, json, text: `[${json.join(", ")}]` });
  const reordered = (after: readonly string[]) => {
    const attributes = [
      { name: "property_mappings", before: value("a", "b"), after: value(...after), replaces: false },
    ];
    const changes = [{ ...change, address: "p", action: "update" as const, attributes, setsBack: undefined }];
    return renderText(reportAbout([{ ...emptyEnvironment("production"), changes }]));
  };

  expect(reordered(["b", "a"])).toContain("  ~ p is changed: property_mappings, in their order only\n");
  expect(reordered(["b", "a"])).toContain("    property_mappings: [a, b] → the same in another order\n");
  expect(reordered(["b", "b"])).toContain("    property_mappings: [a, b] → [b, b]\n");
});

test("what is imported has no mark, since a dash is Terraform's for what is deleted", () => {
  const [change] = drifted.changes;
  if (!change) throw new Error("the plan has no changes");
  const imported = { ...change, address: "p", action: "import" as const, importId: "7", attributes: [] };
  const report = reportAbout([
    { ...emptyEnvironment("production"), changes: [{ ...imported, consequences: [] }] },
  ]);

  expect(renderText(report)).toContain("\n    p (id 7) is imported\n");
  expect(renderMarkdown(report)).toContain("\n- `p` (id `7`) is **imported**\n");
});

test("changes of which the same is said of different people are one item that names them all", () => {
  const report = (number: number) => {
    const changes = Array.from({ length: number }, (_, index) => bindingOf(`Team $& ${index}`));
    return renderText(reportAbout([{ ...emptyEnvironment("production"), changes }]));
  };

  expect(report(2)).toContain("    - changes access: group Team $& 1 gets in");
  expect(report(3)).toContain(
    "    - changes access: group Team $& 0, group Team $& 1 and group Team $& 2 get in",
  );
  expect(report(10)).toContain(
    "    - changes access: group Team $& 0, group Team $& 1, group Team $& 2, group Team $& 3, group Team $& 4, group Team $& 5, group Team $& 6, group Team $& 7 and 2 more get in",
  );
});

function bindingOf(name: string): Change {
  const whom = `group \`${name}\``;
  return {
    address: `authentik_policy_binding.${name}`,
    type: "authentik_policy_binding",
    label: name,
    action: "create",
    attributes: [],
    consequences: [
      {
        code: "binding-added",
        severity: "changes access",
        text: `${whom} gets in`,
        docs: "https://docs/",
        several: { text: "{whom} get in", whom },
      },
    ],
    whose: "the agent's",
  };
}

test("many warnings leave room for the rest: the first twenty, and how many more there are", () => {
  const alerts = alertsAbout(25, (index) => `it breaks in way ${index}`);

  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toHaveLength(22);
  expect(alerts[0]?.at(-2)).toEqual([
    { code: "authentik_brand.b19" },
    ", changed outside: ",
    "it breaks in way 19",
    " (",
    { link: "documentation", to: "https://docs/" },
    ")",
  ]);
  expect(alerts[0]?.at(-1)).toEqual(["and 5 more, told below"]);
});

test("alerts of changes, drift, findings and the configuration are one list, the worst first", () => {
  const consequence = (severity: Severity, text: string) => ({
    ...{ code: "c", severity, text, docs: "https://docs/" },
  });
  const [drift] = drifted.drift;
  const [change] = drifted.changes;
  if (!drift || !change) throw new Error("the plan has neither drift nor changes");
  const environment = {
    ...emptyEnvironment("production"),
    changes: [
      {
        ...change,
        address: "a.change",
        consequences: [consequence("weakens security", "it lets others in")],
      },
    ],
    drift: [
      {
        ...{ ...drift, address: "a.drift", fixedByPlan: undefined },
        consequences: [consequence("changes access", "no alert"), consequence("breaks logins", "broken")],
      },
      {
        ...{ ...drift, address: "an.other", fixedByPlan: true as const },
        consequences: [consequence("breaks logins", "it stops until then")],
      },
    ],
    findings: [
      { ...finding, severity: "breaks logins" as const, subject: "a group", consequence: "nobody gets in" },
      { ...finding, severity: "cosmetic" as const },
    ],
    warnings: [{ place: "cli", text: "scopes: lacks profile" }],
  };

  const alerts = alertsOf(environment).map(({ alert }) => alert);
  const text = renderText(reportAbout([environment]));

  const docs = "https://docs/";
  expect(alerts).toEqual([
    { severity: "breaks logins", origin: "drift", subject: "a.drift", text: "broken", docs },
    { severity: "breaks logins", origin: "finding", subject: "a group", text: "nobody gets in" },
    { severity: "weakens security", origin: "change", subject: "a.change", text: "it lets others in", docs },
    {
      ...{ severity: "changes access", untilApplied: "breaks logins", origin: "drift" },
      ...{ subject: "an.other", text: "it stops until then", docs },
    },
    { severity: "changes access", origin: "configuration", subject: "cli", text: "scopes: lacks profile" },
  ]);
  for (const { text: told } of alerts) expect(text.split(told)).toHaveLength(2);
  expect(JSON.parse(renderJson(reportAbout([environment]))).environments[0].alerts).toEqual(
    alerts.map((alert) => ({ untilApplied: null, docs: null, ...alert })),
  );
});

test("what only sets back what was changed outside is told with that, and neither twice", () => {
  const text = renderText(reportOf(fixture("drift-and-change")));

  expect(text).toContain(
    [
      "  ~ authentik_brand.default_brand is changed: flow_device_code",
      "    - this sets back what was changed outside, told below",
    ].join("\n"),
  );
  expect(text).toContain(
    [
      "  - authentik_brand.default_brand was changed: flow_device_code",
      "    - this plan sets it back",
      "    - breaks logins, told above",
    ].join("\n"),
  );
  expect(text.split("it has no device code flow any more")).toHaveLength(2);
  expect(text).not.toContain("it gets a device code flow");
});

test("a finding that the plan ends says so, and that applying it is what to do", () => {
  const findings = [{ ...finding, fixedByPlan: true as const }];

  const text = renderText(reportAbout([{ ...emptyEnvironment("production"), findings }]));

  expect(text).toContain(
    "weakens security, and this plan fixes it: group Friends is bound to the application and nobody manages it",
  );
  expect(text).toContain("What to do: apply this plan");
  expect(text).not.toContain("agent-stack.yaml");
});

test("notes are shown, the worse ones first, beside an environment that is in order and one that failed", () => {
  const notes = [
    { text: "a detail", severity: "cosmetic" as const },
    { text: "everyone may use it", severity: "changes access" as const },
  ];

  const texts = [emptyEnvironment("a"), failedEnvironment("a", "no server")].map((environment) =>
    renderText(reportAbout([{ ...environment, notes }], "verify")),
  );

  for (const text of texts) expect(text).toContain("Notes\n\n  - everyone may use it\n  - a detail\n");
});
