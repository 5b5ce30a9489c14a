import { durationSeconds } from "../../../tools/objects/durations";

test.each([
  ["seconds=5", 5],
  ["minutes=10", 600],
  ["hours=1;minutes=30", 5400],
  ["days=30", 2_592_000],
  ["weeks=1;days=1", 691_200],
  ["milliseconds=500", 0.5],
])("%s is %d seconds", (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each([[""], ["bogus"], ["minutes"], ["minutes=ten"], ["fortnights=1"], [null], [600]])(
  "%p is no duration",
  (value) => {
    expect(durationSeconds(value)).toBeUndefined();
  },
);
