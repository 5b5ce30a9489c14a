import { backoff, isRateLimited, requestedWait } from "../../../tools/forge/retry";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function answer(status: number, headers: Record<string, string> = {}, text = "") {
  return { status, headers: new Headers(headers), text };
}

test.each([
  { what: "429", given: answer(429), limited: true },
  { what: "403 with Retry-After", given: answer(403, { "retry-after": "1" }), limited: true },
  { what: "403 with nothing left", given: answer(403, { "x-ratelimit-remaining": "0" }), limited: true },
  { what: "403 that speaks of it", given: answer(403, {}, "secondary rate limit"), limited: true },
  {
    what: "403 for lack of rights",
    given: answer(403, { "x-ratelimit-remaining": "4999" }, "no"),
    limited: false,
  },
  { what: "503 with Retry-After", given: answer(503, { "retry-after": "1" }), limited: false },
])("rate limit: $what", ({ given, limited }) => {
  expect(isRateLimited(given)).toBe(limited);
});

test.each([
  { what: "seconds", headers: { "retry-after": "7" }, wait: 7000 },
  { what: "a date", headers: { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }, wait: 30_000 },
  { what: "a date gone by", headers: { "retry-after": "Wed, 31 Dec 2025 00:00:30 GMT" }, wait: 0 },
  { what: "nonsense", headers: { "retry-after": "soon" }, wait: undefined },
  {
    what: "GitHub's reset",
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${NOW / 1000 + 9}` },
    wait: 9000,
  },
  {
    what: "GitLab's reset",
    headers: { "ratelimit-remaining": "0", "ratelimit-reset": `${NOW / 1000 + 9}` },
    wait: 9000,
  },
  {
    what: "a reset with requests left",
    headers: { "x-ratelimit-remaining": "5", "x-ratelimit-reset": "9" },
    wait: undefined,
  },
  { what: "nothing", headers: {}, wait: undefined },
])("the wait asked for: $what", ({ headers, wait }) => {
  expect(requestedWait(answer(429, headers as Record<string, string>), NOW)).toBe(wait);
});

test("waits double from a second, up to half of it at random", () => {
  expect([1, 2, 3, 4].map((attempt) => [backoff(attempt, 0), backoff(attempt, 1)])).toEqual([
    [500, 1000],
    [1000, 2000],
    [2000, 4000],
    [4000, 8000],
  ]);
});
