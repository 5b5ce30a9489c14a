import Ajv from "ajv";
import addFormats from "ajv-formats";
import sax from "sax";
import { homepage, version } from "../../../package.json";
import { render } from "../../../tools/report/emit";
import { renderJunit } from "../../../tools/report/junit";
import { emptyEnvironment, failedEnvironment, type Report } from "../../../tools/report/model";
import { renderSarif } from "../../../tools/report/sarif";
import { outlineOfStatus } from "../../../tools/status/outline";
import { FIXTURES, fixture } from "../changes/plans";
import { NOW, sound, tenants } from "../status/statuses";
import { finding, HOSTILE, infest, reportAbout, reportOf } from "./reports";

const SECRET = "never-show-this-client-secret";

const failed = reportAbout([failedEnvironment("production", "terraform init failed")], "drift");
const found = reportAbout([{ ...emptyEnvironment("production"), findings: [finding] }], "verify");
const hostile = reportAbout(
  [
    {
      ...emptyEnvironment(HOSTILE),
      findings: [{ ...finding, code: HOSTILE, subject: HOSTILE, message: HOSTILE, consequence: HOSTILE }],
    },
    failedEnvironment(HOSTILE, HOSTILE),
  ],
  "verify",
);

const REPORTS: readonly (readonly [string, Report])[] = [
  ...FIXTURES.flatMap((name) =>
    (["plan", "drift"] as const).map((kind) => [`${name}, ${kind}`, reportOf(fixture(name), kind)] as const),
  ),
  ...FIXTURES.map((name) => [`${name}, hostile`, reportOf(infest(fixture(name), HOSTILE), "drift")] as const),
  ["failure", failed],
  ["findings", found],
  ["hostile", hostile],
  ["nothing", reportAbout([emptyEnvironment("production")], "drift")],
  ["no environment", reportAbout([], "drift")],
];

const { id: _, $schema: __, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// One of its patterns is none with Unicode's rules.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const isSarif = ajv.compile(schema);

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The root of an XML, by a parser that takes nothing that is not well-formed. */
function parsed(xml: string): Element {
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = sax.parser(true);
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = (text) => {
    (open.at(-1) as Element).text += text;
  };
  parser.write(xml).close();
  return top.children[0] as Element;
}

/** What XML 1.0 has no place for. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

test.each(REPORTS)("%s: SARIF is valid by its schema and has no secret", (_, report) => {
  const text = render(report, "sarif");

  isSarif(JSON.parse(text));

  expect(isSarif.errors ?? []).toEqual([]);
  expect(text).not.toContain(SECRET);
});

test.each(REPORTS)("%s: JUnit is well-formed, counts what it has, and has no secret", (_, report) => {
  const text = render(report, "junit");

  const { name, attributes, children } = parsed(text);

  const cases = children.flatMap((suite) => suite.children);
  const marked = (mark: string) =>
    cases.filter(({ children: [first] }) => first?.name === mark).length.toString();
  expect(name).toBe("testsuites");
  expect(children.map((suite) => suite.name)).toEqual(report.environments.map(() => "testsuite"));
  expect(attributes).toEqual({
    name: `agent-stack ${report.kind}`,
    tests: String(cases.length),
    failures: marked("failure"),
    errors: marked("error"),
  });
  expect(NOT_IN_XML.test(text)).toBe(false);
  expect(text).not.toContain(SECRET);
});

test("a finding in SARIF", () => {
  expect(JSON.parse(render(found, "sarif")).runs).toEqual([
    {
      tool: {
        driver: {
          name: "agent-stack",
          version,
          informationUri: homepage,
          rules: [{ id: "unmanaged-binding", shortDescription: { text: "unmanaged binding" } }],
        },
      },
      automationDetails: { id: "agent-stack-verify/" },
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
      results: [
        {
          ruleId: "unmanaged-binding",
          ruleIndex: 0,
          level: "error",
          message: {
            text: "production: group Friends is bound to the application and nobody manages it. members of Friends may log in with the CLI.",
          },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: "agent-stack.yaml" }, region: { startLine: 1 } },
              logicalLocations: [
                {
                  fullyQualifiedName: "production/authentik_application.cli_application",
                  kind: "resource",
                },
              ],
            },
          ],
          partialFingerprints: { "agentStackThing/v1": expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
      ],
    },
  ]);
});

test("what nothing is known of is an error in both", () => {
  const [run] = JSON.parse(render(failed, "sarif")).runs;
  const [suite] = parsed(render(failed, "junit")).children;

  expect(run.invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: "error", message: { text: "production: terraform init failed" } },
      ],
    },
  ]);
  expect(run.results).toMatchObject([{ ruleId: "failed", level: "error" }]);
  expect(suite?.children).toEqual([
    {
      name: "testcase",
      attributes: { classname: "agent-stack.drift.production", name: "drift" },
      text: "",
      children: [
        {
          name: "error",
          attributes: { type: "failed", message: "❌ failed: what is different is not known" },
          text: "terraform init failed",
          children: [],
        },
      ],
    },
  ]);
});

test.each([
  ["[x](https://evil.example)", "[x\\](https://evil.example)"],
  ["[x\\](https://evil.example)", "[x\\\\\\](https://evil.example)"],
  ["{0} {a} a[0]", "{{0}} {a} a[0]"],
])("SARIF has neither a link nor a placeholder of %s", (text, written) => {
  const report = reportAbout([failedEnvironment("production", text)]);

  expect(JSON.parse(render(report, "sarif")).runs[0].results[0].message.text).toBe(`production: ${written}`);
});

test("what a status has to look at is in both, and the rest passes", () => {
  const left = [{ name: "gone", place: "s3", note: "destroy it" }];
  const outline = outlineOfStatus([...tenants(12), sound("sound")], NOW, left);

  const sarif = JSON.parse(renderSarif(outline));
  const { attributes, children } = parsed(renderJunit(outline));

  isSarif(sarif);
  expect(isSarif.errors ?? []).toEqual([]);
  const said = sarif.runs[0].results.map(({ level, message }: { level: string; message: { text: string } }) =>
    [level, message.text].join(" "),
  );
  expect(said).toEqual([
    "error tenant-003: terraform init failed",
    "error tenant-007: 2 changes to deploy",
    "error tenant-007: 2 objects changed outside",
    "note tenant-011: 1 finding, cosmetic",
    "note gone: destroy it",
  ]);
  expect(attributes).toEqual({ name: "agent-stack status", tests: "15", failures: "4", errors: "1" });
  expect(children.find((suite) => suite.attributes.name === "sound")?.children).toMatchObject([
    { attributes: { name: "status" }, children: [] },
  ]);
});
