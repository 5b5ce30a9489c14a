import fc from "fast-check";
import { evaluated, literal } from "../../lib/literal";

test.each([
  ["${a}", "$${a}"],
  ["%{ if a }", "%%{ if a }"],
  ["$${a} $%{b} 100%", "$$${a} $%%{b} 100%"],
])("%s is written as %s, and read back", (text, written) => {
  expect(literal(text)).toBe(written);
  expect(evaluated(written)).toBe(text);
});

test("any text is read back as it was given, wherever it stands", () => {
  const text = fc.string({ unit: fc.constantFrom("$", "%", "{", "}", "a") });
  fc.assert(
    fc.property(text, (any) => {
      expect(evaluated(literal(any))).toBe(any);
      expect(literal([{ key: any }, 1, null])).toEqual([{ key: literal(any) }, 1, null]);
    }),
  );
});
