import type { Cursor } from "./cursor";

const OPERATORS = "+ - * / // % @ ** << >> & | ^ < > == != <= >= and or in".split(" ");
const PREFIXES = ["+", "-", "~", "not", "await"];
/** What ends a list of values where the next one might begin. */
const ENDS = [")", "]", "}", ":", "=", ";"];

/** One value or several: `a, *b`. */
export function values(cursor: Cursor): void {
  do {
    if (cursor.isAtEnd || cursor.sees(...ENDS)) return;
    if (cursor.accept("*")) binary(cursor);
    else value(cursor);
  } while (cursor.accept(","));
}

/** One value or several, or what a function yields; at least one. */
export function someValues(cursor: Cursor): void {
  if (cursor.accept("yield")) {
    if (cursor.accept("from")) value(cursor);
    else values(cursor);
    return;
  }
  if (cursor.isAtEnd || cursor.sees(...ENDS)) throw cursor.problem();
  values(cursor);
}

/** One value, with a name that it may get: `a if b else c`, `lambda x: x`, `n := 1`. */
export function value(cursor: Cursor): void {
  if (cursor.accept("lambda")) {
    parameters(cursor, ":");
    cursor.expect(":");
    value(cursor);
    return;
  }
  binary(cursor);
  if (cursor.accept(":=")) value(cursor);
  if (!cursor.accept("if")) return;
  binary(cursor);
  cursor.expect("else", "expected 'else' after 'if' expression");
  value(cursor);
}

/** Operands with operators between them. */
export function binary(cursor: Cursor): void {
  for (;;) {
    operand(cursor);
    if (cursor.accept("not")) cursor.expect("in");
    else if (cursor.accept("is")) cursor.accept("not");
    else if (!cursor.accept(...OPERATORS)) return;
  }
}

/** What is given a value: a name or a place in an object, or several of them, after a `for`. */
export function targets(cursor: Cursor): void {
  do {
    if (cursor.isAtEnd || cursor.sees("in", ...ENDS)) return;
    cursor.accept("*");
    target(cursor);
  } while (cursor.accept(","));
}

/** The parameters of a function up to the given token. */
export function parameters(cursor: Cursor, end: string): void {
  while (!cursor.sees(end)) {
    if (!cursor.accept("/")) {
      const isBare = cursor.accept("*") && cursor.sees(",");
      if (!isBare) {
        cursor.accept("**");
        cursor.expectName();
        if (end === ")" && cursor.accept(":")) value(cursor);
        if (cursor.accept("=")) value(cursor);
      }
    }
    if (!cursor.accept(",")) return;
  }
}

function operand(cursor: Cursor): void {
  while (cursor.accept(...PREFIXES));
  target(cursor);
}

/** A name, a place in an object, or what is called: all that comes without an operator. */
export function target(cursor: Cursor): void {
  atom(cursor);
  for (;;) {
    if (cursor.accept(".")) cursor.expectName();
    else if (cursor.accept("(")) callArguments(cursor);
    else if (cursor.accept("[")) subscript(cursor);
    else return;
  }
}

function atom(cursor: Cursor): void {
  if (cursor.acceptKind("name") || cursor.acceptKind("number") || cursor.accept("...")) return;
  if (cursor.acceptKind("string")) {
    while (cursor.acceptKind("string"));
    return;
  }
  if (cursor.accept("(")) {
    if (!cursor.sees(")")) someValues(cursor);
    comprehension(cursor);
    cursor.expect(")");
  } else if (cursor.accept("[")) {
    values(cursor);
    comprehension(cursor);
    cursor.expect("]");
  } else if (cursor.accept("{")) members(cursor);
  else throw cursor.problem();
}

function members(cursor: Cursor): void {
  while (!cursor.sees("}")) {
    if (cursor.accept("**", "*")) binary(cursor);
    else {
      value(cursor);
      if (cursor.accept(":")) value(cursor);
    }
    comprehension(cursor);
    if (!cursor.accept(",")) break;
  }
  cursor.expect("}");
}

/** The arguments of a call whose opening bracket was passed. */
export function callArguments(cursor: Cursor): void {
  while (!cursor.sees(")")) {
    if (!cursor.accept("*", "**") && cursor.peek(1)?.text === "=") {
      cursor.expectName();
      cursor.expect("=");
    }
    value(cursor);
    comprehension(cursor);
    if (!cursor.accept(",")) break;
  }
  cursor.expect(")");
}

function subscript(cursor: Cursor): void {
  if (cursor.sees("]")) throw cursor.problem();
  do {
    if (cursor.sees("]")) break;
    if (cursor.accept("*")) binary(cursor);
    else {
      for (let part = 0; part < 3; part++) {
        if (!cursor.sees(":", "]", ",")) value(cursor);
        if (!cursor.accept(":")) break;
      }
    }
  } while (cursor.accept(","));
  cursor.expect("]");
}

function comprehension(cursor: Cursor): void {
  while (cursor.sees("for", "async")) {
    cursor.accept("async");
    cursor.expect("for");
    targets(cursor);
    cursor.expect("in");
    binary(cursor);
    while (cursor.accept("if")) binary(cursor);
  }
}
