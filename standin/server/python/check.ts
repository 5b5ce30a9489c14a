import type { Json, JsonObject } from "../core/json";
import { Cursor } from "./cursor";
import { statement } from "./statements";
import { type LogicalLine, logicalLines, SyntaxProblem } from "./tokens";

function checkLines(lines: readonly LogicalLine[]): void {
  // authentik puts the text into a function, whose body may be indented as it likes.
  const open = [lines[0]?.indentation ?? 0];
  let needsBody = false;
  for (const line of lines) {
    const innermost = open.at(-1) as number;
    if (needsBody && line.indentation <= innermost)
      throw new SyntaxProblem("expected an indented block", line.number);
    if (needsBody) open.push(line.indentation);
    else if (line.indentation > innermost) throw new SyntaxProblem("unexpected indent", line.number);
    while ((open.at(-1) as number) > line.indentation) open.pop();
    if (open.at(-1) !== line.indentation)
      throw new SyntaxProblem("unindent does not match any outer indentation level", line.number);
    needsBody = statement(new Cursor(line));
  }
  if (needsBody || lines.length === 0)
    throw new SyntaxProblem("expected an indented block", lines.at(-1)?.number ?? 1);
}

/** What is wrong with the expression of the policy or mapping of that name, by field and as authentik words it. */
export function checkExpression({ expression }: JsonObject, name: Json): JsonObject {
  const problem = typeof expression === "string" ? syntaxProblem(expression, String(name)) : undefined;
  return problem === undefined ? {} : { expression: [problem] };
}

/** What is wrong with a text that is called by that name; undefined when it reads as Python. */
export function syntaxProblem(expression: string, name: string): string | undefined {
  try {
    checkLines(logicalLines(expression));
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    // The first line is that of the function.
    return `Expression Syntax Error: ${error.message} (${name}, line ${error.line + 1})`;
  }
}
