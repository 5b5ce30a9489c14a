import { RULES } from "../../../tools/findings/audit";
import { GONE, SAME_STATES } from "../../../tools/findings/same-states";
import { MANAGED, OF_CLI_APPLICATIONS } from "../../../tools/objects";
import { consequenceRows } from "../../../tools/objects/consequences";

const ROWS = [...MANAGED, ...OF_CLI_APPLICATIONS].flatMap(consequenceRows);
const severitiesOf = (code: string) => [
  ...new Set(ROWS.filter((row) => row.code === code).map(({ severity }) => severity)),
];

/** Of these no change of an object that is managed here says the same. */
const OF_NO_CHANGE = [
  // What somebody else made, or is.
  "application-name-taken",
  "application-slug-taken",
  "client-id-taken",
  "cli-application-client-id-taken",
  "connector-name-taken",
  "provider-name-taken",
  "unmanaged-cli-application",
  "unmanaged-enrollment-token",
  "unmanaged-flow-binding",
  "stage-on-device-flow",
  "stage-before-endpoint-stage",
  // What is only looked up.
  "access-group-became-superuser",
  "certificate-expired",
  "certificate-expires-soon",
  "certificate-not-valid-yet",
  "certificate-replaced",
  "challenge-key-cannot-sign",
  "empty-access-group",
  "look-up-gone",
  "missing-policy",
  "scope-mapping-changed",
  "scope-mapping-unrecorded",
  "signing-key-cannot-sign",
  // To Terraform it is gone, and made a second time.
  "object-renamed",
  // As many states as there are attributes.
  "value-dropped",
  // The server, the token and the verification itself.
  "agent-object-unknown",
  "clock-skew",
  "not-deployed",
  "permission-missing",
  "release-differs",
  "token-expires-soon",
  "token-permission-excess",
  "token-permission-missing",
];

const PAIRS = Object.entries(SAME_STATES).flatMap(([code, { consequences }]) =>
  consequences.map((consequence) => [code, consequence] as const),
);

test.each(PAIRS)("the finding %s is as severe as the consequence %s", (code, consequence) => {
  expect(severitiesOf(consequence)).toEqual([RULES.find((rule) => rule.code === code)?.severity]);
});

test("every finding is a state that changes have, too, or is known to be none", () => {
  const placed = [...Object.keys(SAME_STATES), ...OF_NO_CHANGE];

  expect(placed.sort()).toEqual(RULES.map(({ code }) => code).sort());
});

test("a lost object of every managed type but a binding is as severe as its deletion, which has one code", () => {
  const withoutOne = [...MANAGED, ...OF_CLI_APPLICATIONS]
    .filter((type) => consequenceRows(type).filter(({ code }) => GONE.has(code)).length !== 1)
    .map(({ type }) => type);

  expect(withoutOne).toEqual(["authentik_policy_binding"]);
});
