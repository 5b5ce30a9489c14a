import { wrapLabel } from "../../../tools/report/wrap-label";

test.each([
  ["a short one stays", "laptops", ["laptops"]],
  ["between words", "laptops of the department of things", ["laptops of the", "department of things"]],
  [
    "behind a sign where there is no space",
    "default-device-code-flow-of-ours",
    ["default-device-code-", "flow-of-ours"],
  ],
  ["anywhere else", "n".repeat(25), ["n".repeat(18), "n".repeat(7)]],
  ["wide letters take more room", "W".repeat(20), ["W".repeat(12), "W".repeat(8)]],
  ["so do those of other scripts", "部".repeat(20), ["部".repeat(11), "部".repeat(9)]],
  ["what does not fit in two is cut", "n".repeat(2000), ["n".repeat(18), `${"n".repeat(16)}…`]],
])("a label in two lines: %s", (_, text, lines) => {
  expect(wrapLabel(text, 120, 10)).toEqual(lines);
});
