import type * as Expressions from "@actions/expressions";
import { loadEsModules } from "./es-modules";

const { data, Evaluator, Lexer, Parser } = loadEsModules<typeof Expressions>("@actions/expressions");

/** Values of github, matrix, steps, ... by name. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Whether everything before succeeded, and whether anything failed. */
export interface Status {
  readonly failed: boolean;
}

/** Replaces each `${{ }}` in a text. */
export function interpolate(text: string, contexts: Contexts, status: Status): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
    evaluate(expression, contexts, status).coerceString(),
  );
}

/** Whether a step or job with this `if` runs; without a status function it needs success, as on GitHub. */
export function isMet(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const expression = (condition ?? "success()").replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  const namesStatus = /\b(success|failure|always|cancelled)\(\)/.test(expression);
  if (!namesStatus && status.failed) return false;
  const result = evaluate(expression, contexts, status);
  return result.coerceString() !== "" && result.coerceString() !== "false";
}

function evaluate(expression: string, contexts: Contexts, { failed }: Status) {
  const answers = { success: !failed, failure: failed, always: true, cancelled: false };
  const functions = Object.entries(answers).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  return new Evaluator(
    parsed,
    toData(contexts) as InstanceType<typeof data.Dictionary>,
    new Map(functions.map((each) => [each.name, each])),
  ).evaluate();
}

function toData(value: unknown): Expressions.data.ExpressionData {
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (value === null || value === undefined) return new data.Null();
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: toData(each) })));
}
