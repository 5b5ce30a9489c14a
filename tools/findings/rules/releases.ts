import { allowsReleaseOf, isBefore, RELEASES } from "../../../lib/rules/releases";
import type { SetUpObject } from "../../set-up/set-up";
import { cliProvider } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";

/** The first release that knows grants. */
const GRANTS_SINCE = "2026.5";
export const SET_RELEASE =
  "set release to the server's in the configuration and run agent-stack apply, as docs/upgrade.md tells";
export const MANAGE_GRANTS =
  "take `grantTypes: false` out of cli in the configuration and run agent-stack apply";
/** What the agent needs. */
const AGENTS_GRANTS = 2;

export const releaseRules: readonly Rule[] = [
  {
    code: "grants-not-managed",
    severity: "weakens security",
    consequence:
      "tokens of the CLI client can be had in ways that the agent does not need, and no plan shows it",
    findings: ({ managed, live }) => {
      const object = cliProvider(managed);
      const grants = live.providers?.find(({ pk }) => String(pk) === object?.deployed?.id)?.grant_types;
      if (!object || !isFromBeforeGrants(managed) || !grants || grants.length <= AGENTS_GRANTS) return [];
      return [
        {
          subject: object.address,
          message: `the server knows grants, gave the provider ${grants.length} of them when it was upgraded, and the configuration is for a release before ${GRANTS_SINCE}`,
          remedy: SET_RELEASE,
        },
      ];
    },
  },
];

/** Whether the configuration leaves a provider's grants as they are. */
export function leavesGrants(object: SetUpObject | undefined): boolean {
  return object?.configured !== undefined && object.configured.grant_types === undefined;
}

/** Whether the configuration is for releases that do not know grants. */
export function isFromBeforeGrants({ providerConstraint }: Evidence["managed"]): boolean {
  const allowed = RELEASES.filter((each) => allowsReleaseOf(each, providerConstraint ?? ""));
  return allowed.length > 0 && allowed.every((each) => isBefore(each, GRANTS_SINCE));
}
