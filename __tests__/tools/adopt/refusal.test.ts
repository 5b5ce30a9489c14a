import { refusalOf } from "../../../tools/adopt/refusal";
import type { Setting } from "../../../tools/adopt/settings";

const set = (value: unknown, ...path: Setting["path"]): Setting => ({ path, value });
const POLICY = "0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60";

test.each<readonly [string, readonly Setting[]]>([
  ["a value", [set("hours=1", "cli", "accessTokenValidity")]],
  ["a setting to leave out", [set(undefined, "connector", "challengeKey")]],
  ["a part of what belongs together", [set(7, "endpointStages", { name: "known" }, "bind", "order")]],
  ["a policy by its id", [set(3, "cli", "access", { policy: POLICY }, "order")]],
  ["an entry", [set({}, "deviceAccessGroups", { name: "Laptops" }, "access", { group: "staff" })]],
])("%s is taken", (_, settings) => {
  expect(refusalOf(settings)).toBeUndefined();
});

test.each<readonly [string, Setting, string]>([
  [
    "a duration of another form",
    set("1 hour", "cli", "accessTokenValidity"),
    'got "1 hour", expected a duration such as "minutes=10" or "hours=1;minutes=30"',
  ],
  [
    "a name of two lines",
    set({}, "deviceAccessGroups", { name: "two\nlines" }),
    'got "two\\nlines", expected one line of text without spaces around it',
  ],
])("%s is refused", (_, setting, message) => {
  expect(refusalOf([setting])).toBe(message);
});
