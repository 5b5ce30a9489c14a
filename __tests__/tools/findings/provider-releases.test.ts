import { allowsReleaseOf } from "../../../tools/findings/provider-releases";

test.each([
  ["~> 2026.5.0", ["2026.5"]],
  ["~> 2026.5", ["2026.5", "2026.8"]],
  ["2026.5.3", ["2026.5"]],
  ["= 2026.5.0-rc1", ["2026.5"]],
  [">= 2026.5.0, < 2026.8.0", ["2026.5"]],
  [">= 2026.5.0, < 2026.8.2", ["2026.5", "2026.8"]],
  [">=2026.2.0,<=2026.8.0,!=2026.5.1", ["2026.2", "2026.5", "2026.8"]],
  ["> 2026.5.0", ["2026.5", "2026.8", "2027.2"]],
])("%s lets in providers of the releases %j", (constraint, expected) => {
  const releases = ["2025.12", "2026.2", "2026.5", "2026.8", "2027.2"];
  expect(releases.filter((release) => allowsReleaseOf(release, constraint))).toEqual(expected);
});
