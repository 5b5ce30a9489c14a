import fc from "fast-check";
import stringWidth from "string-width";
import { fitted } from "../../../tools/report/wrap";

test("what follows stands further right than its line begins, and below the text of an item", () => {
  const text = `agent-stack adopt: there is no environment of this name
  authentik_flow.device_code_flow: none in authentik
  - an item of a list that is longer than a line
│ Error: terraform draws a frame at the left of what it says`;

  expect(fitted(text, 32, 2)).toBe(`agent-stack adopt: there is no
  environment of this name
  authentik_flow.device_code_flow:
    none in authentik
  - an item of a list that is
    longer than a line
│ Error: terraform draws a
    frame at the left of what it
    says`);
});

test("a paragraph that is not indented stays so", () => {
  expect(fitted("Whoever uses the command line:\n  ak whoami", 20)).toBe(
    "Whoever uses the\ncommand line:\n  ak whoami",
  );
});

test.each([
  ["an address", "it is at https://id.example.com/if/admin/#/core/applications now", "now"],
  ["code", "whoever is asked types `agent-stack adopt production` in the folder", "folder"],
  ["a command", "where nothing is deployed, run npx agent-stack adopt for it", "adopt for it"],
])("%s is not broken", (_, text, end) => {
  const lines = fitted(text, 34).split("\n");

  const copied = /https:\S+|`[^`]+`|npx agent-stack adopt/.exec(text)?.[0];
  expect(lines.some((line) => line.includes(copied as string))).toBe(true);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.at(-1)?.trim().endsWith(end)).toBe(true);
});

test("code that is wider than a line is broken where it has a space", () => {
  expect(fitted("set `one two three four five`", 20)).toBe("set `one two three\nfour five`");
});

test("without a width nothing is broken", () => {
  const text = "a ".repeat(200);

  expect(fitted(text, Number.POSITIVE_INFINITY)).toBe(text);
});

test("no line is wider but for a word, and nothing is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.lorem({ maxCount: 30 }), fc.string({ unit: "grapheme" })), { maxLength: 4 }),
      fc.integer({ min: 20, max: 80 }),
      (lines, width) => {
        const text = lines.join("\n");

        const broken = fitted(text, width);

        const wide = broken.split("\n").filter((line) => stringWidth(line) > width);
        expect(wide.filter((line) => /\S\s+\S/.test(line.replace(/^\s*[-~+*] /, "")))).toEqual([]);
        expect(broken.normalize().replace(/\s/g, "")).toBe(text.normalize().replace(/\s/g, ""));
      },
    ),
    { numRuns: 300 },
  );
});
