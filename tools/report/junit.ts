import { escapeHtml, oneLine, visible } from "./escape";
import type { Outline, OutlinedEnvironment } from "./outline";

/** As JUnit's XML: a suite for each environment, a failed test for each thing to look at. */
export function renderJunit({ kind, at, environments }: Outline): string {
  const suites = environments.map((environment) => ({ environment, ...countsOf(environment) }));
  const sum = (count: "tests" | "failures" | "errors") =>
    suites.reduce((all, suite) => all + suite[count], 0);
  const total = { tests: sum("tests"), failures: sum("failures"), errors: sum("errors") };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `agent-stack ${kind}`, ...total })}>`,
    ...suites.flatMap(({ environment, ...counts }) => [
      `  <testsuite${attributes({ name: environment.name, ...counts, timestamp: at })}>`,
      ...casesOf(environment, kind).map((line) => `    ${line}`),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

const countsOf = ({ failure, things }: OutlinedEnvironment) => ({
  tests: failure === undefined ? Math.max(1, things.length) : 1,
  failures: failure === undefined ? things.length : 0,
  errors: failure === undefined ? 0 : 1,
});

function casesOf({ name, failure, verdict, things }: OutlinedEnvironment, kind: string): string[] {
  const classname = `agent-stack.${kind}.${name}`;
  if (failure !== undefined) {
    return [
      `<testcase${attributes({ classname, name: kind })}>${told("error", "failed", verdict, failure)}</testcase>`,
    ];
  }
  if (things.length === 0) return [`<testcase${attributes({ classname, name: kind })}/>`];
  return things.map(
    ({ code, severity, subject, message }) =>
      `<testcase${attributes({ classname, name: `${subject}: ${code}` })}>${told("failure", severity ?? code, message, message)}</testcase>`,
  );
}

const told = (element: string, type: string, message: string, text: string) =>
  `<${element}${attributes({ type, message })}>${escapeHtml(visible(text))}</${element}>`;

const attributes = (given: Readonly<Record<string, string | number>>) =>
  Object.entries(given)
    .map(([name, value]) => ` ${name}="${escapeHtml(oneLine(String(value)))}"`)
    .join("");
