import { evaluated, isTemplate, literal } from "../../lib/literal";

const TEXTS = ["${a}", "%{ if b }", "$${a}", "$$${a} %%%{b}", "100% $ {x}", "${", "$", "%%", "a${b}c%{d}"];

test.each(TEXTS)("%s is literal and read back to the letter", (text) => {
  expect(isTemplate(literal(text))).toBe(false);
  expect(evaluated(literal(text))).toBe(text);
});

test.each([
  ["${a.b}", true],
  ["a ${a.b}", true],
  ["%{ if c }", true],
  ["$${a} ${b}", true],
  ["$${a}", false],
  ["%%{a}", false],
  ["$", false],
  [undefined, false],
  [["${a}"], false],
])("%p has parts for Terraform to resolve: %p", (value, expected) => {
  expect(isTemplate(value)).toBe(expected);
});
