import type { Cursor } from "./cursor";
import { callArguments, parameters, someValues, target, targets, value, values } from "./expressions";

const ASSIGNMENTS = "+= -= *= /= //= %= @= &= |= ^= >>= <<= **=".split(" ");

type Rule = (cursor: Cursor) => void;

/** Several of what the rule takes, with commas between them. */
const separated =
  (rule: Rule): Rule =>
  (cursor) => {
    do rule(cursor);
    while (cursor.accept(","));
  };

const dotted: Rule = (cursor) => {
  do cursor.expectName();
  while (cursor.accept("."));
};

const renamed =
  (rule: Rule): Rule =>
  (cursor) => {
    rule(cursor);
    if (cursor.accept("as")) cursor.expectName();
  };

const isDone = (cursor: Cursor): boolean => cursor.isAtEnd || cursor.sees(";");
const nothing: Rule = () => undefined;
const names = separated((cursor) => cursor.expectName());

/** The statements of one line, by the word they begin with. */
const SIMPLE: Readonly<Record<string, Rule>> = {
  pass: nothing,
  break: nothing,
  continue: nothing,
  return: (cursor) => {
    if (!isDone(cursor)) someValues(cursor);
  },
  raise: (cursor) => {
    if (isDone(cursor)) return;
    value(cursor);
    if (cursor.accept("from")) value(cursor);
  },
  del: (cursor) => {
    target(cursor);
    if (cursor.accept(",")) targets(cursor);
  },
  assert: separated(value),
  global: names,
  nonlocal: names,
  import: separated(renamed(dotted)),
  from: (cursor) => {
    while (cursor.accept(".", "..."));
    if (!cursor.sees("import")) dotted(cursor);
    cursor.expect("import");
    if (cursor.sees("*")) throw cursor.problem("import * only allowed at module level");
    const isBracketed = cursor.accept("(");
    do if (!(isBracketed && cursor.sees(")"))) renamed((name) => name.expectName())(cursor);
    while (cursor.accept(","));
    if (isBracketed) cursor.expect(")");
  },
};

const loop: Rule = (cursor) => {
  targets(cursor);
  cursor.expect("in");
  someValues(cursor);
};

const block: Rule = separated((cursor) => {
  value(cursor);
  if (cursor.accept("as")) target(cursor);
});

/** The heads of statements with a body, by the word they begin with, up to their colon. */
const COMPOUND: Readonly<Record<string, Rule>> = {
  if: value,
  elif: value,
  else: nothing,
  while: value,
  for: loop,
  try: nothing,
  finally: nothing,
  except: (cursor) => {
    cursor.accept("*");
    if (cursor.sees(":")) return;
    values(cursor);
    if (cursor.accept("as")) cursor.expectName();
  },
  with: block,
  def: (cursor) => {
    cursor.expectName();
    cursor.expect("(");
    parameters(cursor, ")");
    cursor.expect(")");
    if (cursor.accept("->")) value(cursor);
  },
  class: (cursor) => {
    cursor.expectName();
    if (cursor.accept("(")) callArguments(cursor);
  },
};

const expression: Rule = (cursor) => {
  someValues(cursor);
  if (cursor.accept(":")) {
    value(cursor);
    if (cursor.accept("=")) someValues(cursor);
  } else if (cursor.accept(...ASSIGNMENTS)) someValues(cursor);
  else while (cursor.accept("=")) someValues(cursor);
};

/** The rule of the word that comes next, which is passed. */
function ruleOf(rules: Readonly<Record<string, Rule>>, cursor: Cursor): Rule | undefined {
  const text = cursor.peek()?.text ?? "";
  return Object.hasOwn(rules, text) && cursor.accept(text) ? rules[text] : undefined;
}

const simple: Rule = (cursor) => {
  do {
    if (cursor.isAtEnd) return;
    (ruleOf(SIMPLE, cursor) ?? expression)(cursor);
  } while (cursor.accept(";"));
};

/**
 * Goes through a logical line and tells whether the lines after it must be its body.
 *
 * @throws SyntaxProblem when it is no statement
 */
export function statement(cursor: Cursor): boolean {
  if (cursor.accept("@")) {
    value(cursor);
    return ended(cursor, false);
  }
  cursor.accept("async");
  const head = ruleOf(COMPOUND, cursor);
  if (!head) {
    simple(cursor);
    return ended(cursor, false);
  }
  head(cursor);
  cursor.expect(":", "expected ':'");
  if (cursor.isAtEnd) return true;
  simple(cursor);
  return ended(cursor, false);
}

function ended(cursor: Cursor, opensBody: boolean): boolean {
  if (!cursor.isAtEnd) throw cursor.problem();
  return opensBody;
}
