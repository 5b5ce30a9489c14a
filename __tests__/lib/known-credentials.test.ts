import fc from "fast-check";
import { isRandom } from "../../lib/rules/known-credentials";

test("authentik's keys are told from names, at any length that authentik has", () => {
  const kinds = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"];
  const letter = fc.constantFrom(...kinds.join(""));
  const key = fc.integer({ min: 60, max: 128 }).chain((length) =>
    // Not every key that is drawn has all three kinds; these do.
    fc.array(letter, { minLength: length, maxLength: length }).map((letters) => `aA1${letters.join("")}`),
  );
  const drawn = fc.sample(key, { numRuns: 1000, seed: 1 });

  expect(drawn.filter((each) => !isRandom(each))).toEqual([]);
});

test.each([
  "abteilunginformationstechnikundsicherheitstockwerkvierberlin",
  "TeamPlatformEngineeringInfrastructureOperationsBerlin2026",
  "TEAMPLATFORMENGINEERINGINFRASTRUCTURE2026",
  "0123456789012345678901234567890123456789",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "",
])("%j is a name or a number", (text) => {
  expect(isRandom(text)).toBe(false);
});
