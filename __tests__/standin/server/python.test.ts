import { syntaxProblem } from "../../../standin/server/python/check";

const text = (...lines: string[]): string => lines.join("\n");

describe("reading Python", () => {
  test.each([
    "return True",
    "return {}",
    'return {"a": 1, **x, "b": [g.name for g in u.groups.all() if g.name]}',
    'return ak_is_group_member(request.user, name="staff") and not request.user.is_staff',
    "return a if b is not c else d[1:2, ::3](*e, **f, g=1)",
    "this is not python",
    "x = y = lambda a, *b, c=1, **d: a + 1; y += -2",
    "x: int = (n := 3)",
    "from a.b import (c, d as e,)",
    "import a.b as c, d",
    "del a[0], b,",
    'return f"{x}" \'y\' """z\n"""',
    "return (\n  1 # one\n  + 2)",
    "return 0x1f + 1_000 + 1e-3 + 3j \\\n  + 1",
    text("if a:", "  return 1", "elif b: return 2", "else:", "  return 3"),
    text("for a, *b in c:", "    if not a:", "        continue", "", "# done", "return a"),
    text("try:", "    x()", "except (A, B) as e:", "    raise X from e", "finally:", "    pass"),
    text("with open(f) as g, h() as i:", "    pass"),
    text("@a.b(1)", "async def f(a: int = 1, /, *, b) -> str:", "    yield from await b"),
    text("class A(B, c=1):", "    d: int = 1", "while True: break"),
  ])("takes %j", (expression) => {
    expect(syntaxProblem(expression, "x")).toBeUndefined();
  });

  test.each([
    ["hello world", "invalid syntax (x, line 2)"],
    ["function f() { return true; }", "invalid syntax (x, line 2)"],
    ["return true && false", "invalid syntax (x, line 2)"],
    ["const x = 3", "invalid syntax (x, line 2)"],
    ["return a ? b : c", "invalid syntax (x, line 2)"],
    ["{{ user }} x", "invalid syntax (x, line 2)"],
    ["return user.email ==", "invalid syntax (x, line 2)"],
    ["return a if b", "expected 'else' after 'if' expression (x, line 2)"],
    ["if a\n    return 1", "expected ':' (x, line 2)"],
    ["if a:\nreturn 1", "expected an indented block (x, line 3)"],
    ["if a:", "expected an indented block (x, line 2)"],
    ["return 1\n  return 2", "unexpected indent (x, line 3)"],
    ["if a:\n    b\n  c", "unindent does not match any outer indentation level (x, line 4)"],
    ["# nothing else", "expected an indented block (x, line 2)"],
    ["x = [\nreturn (1", "'(' was never closed (x, line 3)"],
    ["return 1)", "unmatched ')' (x, line 2)"],
    ["return (1]", "closing parenthesis ']' does not match opening parenthesis '(' (x, line 2)"],
    ['return "a', "unterminated string literal (detected at line 2) (x, line 2)"],
    ['return 1\nreturn """a', "unterminated triple-quoted string literal (detected at line 3) (x, line 3)"],
    ["from a import *", "import * only allowed at module level (x, line 2)"],
    ["def f(:\n  pass", "'(' was never closed (x, line 2)"],
    ["pass 1", "invalid syntax (x, line 2)"],
    ["x[]", "invalid syntax (x, line 2)"],
    ["import", "invalid syntax (x, line 2)"],
  ])("refuses %j", (expression, problem) => {
    expect(syntaxProblem(expression, "x")).toBe(`Expression Syntax Error: ${problem}`);
  });
});
