import { closest } from "../../lib/rules/suggestion";

describe("the closest candidate", () => {
  it.each([
    ["a letter is missing", "refreshIntervl", "refreshInterval"],
    ["a letter is too many", "refreshInterrval", "refreshInterval"],
    ["a letter is another", "refreshIntervel", "refreshInterval"],
    ["two letters are swapped", "refreshInteravl", "refreshInterval"],
    ["words are joined in another way", "refresh_interval", "refreshInterval"],
    ["capitals are others", "RefreshINTERVAL", "refreshInterval"],
    ["it is the last part of one", "device_code", "grant-type:device_code"],
  ])("is found when %s", (_, given, expected) => {
    expect(closest(given, ["name", "refreshInterval", "grant-type:device_code"])).toBe(expected);
  });

  it("is the nearest of several", () => {
    expect(closest("accessTokenValidty", ["accessCodeValidity", "accessTokenValidity"])).toBe(
      "accessTokenValidity",
    );
  });

  it.each([
    ["nothing is like it", "interval"],
    ["it only has the length in common", "a"],
    ["it is long", "name".repeat(1000)],
    ["it is empty", ""],
  ])("is undefined when %s", (_, given) => {
    expect(closest(given, ["name", "refreshInterval", "b"])).toBeUndefined();
  });
});
