import { allows } from "../../configuration/version-constraints";

test.each([
  ["2026.5.0", ["2026.5.0"], ["2026.5.1"]],
  ["= 2026.5.0", ["2026.5.0"], ["2026.4.9"]],
  ["!= 2026.5.1", ["2026.5.0"], ["2026.5.1"]],
  ["~> 2026.5.0", ["2026.5.0", "2026.5.12"], ["2026.6.0", "2026.4.9", "2027.5.0"]],
  ["~> 2026.5", ["2026.5.0", "2026.12.3"], ["2026.4.0", "2027.5.0"]],
  ["~>2026.5.3", ["2026.5.3", "2026.5.10"], ["2026.5.2"]],
  [">= 2026.5, < 2026.9.0", ["2026.5.0", "2026.8.12"], ["2026.4.12", "2026.9.0"]],
  ["> 2026.5.0,<= 2026.6.0", ["2026.5.1", "2026.6.0"], ["2026.5.0", "2026.6.1"]],
])("%s accepts %j and not %j", (constraints, accepted, refused) => {
  expect(accepted.filter((version) => !allows(constraints, version))).toEqual([]);
  expect(refused.filter((version) => allows(constraints, version))).toEqual([]);
});

test.each([
  ["~> 2026.5.0-rc1", "2026.4.0"],
  ["~> 2026.5.0", "2026.4.0-rc1"],
])("what has to do with pre-releases is left to terraform: %s with %s", (constraints, version) => {
  expect(allows(constraints, version)).toBe(true);
});
