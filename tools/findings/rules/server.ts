import {
  allowsReleaseOf,
  CURRENT_RELEASE,
  knownReleaseOf,
  RELEASES,
  releaseNumber,
} from "../../../lib/rules/releases";
import type { Rule } from "../rule";

const TOLERATED_SKEW_SECONDS = 60;

export const serverRules: readonly Rule[] = [
  {
    code: "permission-missing",
    severity: "weakens security",
    consequence: "this part of authentik was not verified, so a change there stays unnoticed",
    findings: ({ live }) =>
      live.missingPermissions.map((permission) => ({
        subject: "AUTHENTIK_TOKEN",
        message: `the token's user lacks the permission ${permission}`,
        remedy: `give the token's user a role with ${permission} under Directory > Roles, or add it to the group "authentik Read-only"`,
      })),
  },
  {
    code: "release-differs",
    severity: "cosmetic",
    consequence:
      "what only one of the two releases knows is not set, and no plan shows who changes it; people can still log in",
    findings: ({ managed, live }) => {
      const constraint = managed.providerConstraint;
      const server = live.version?.match(/^\d{4}\.\d+/)?.[0];
      if (server === undefined || constraint === undefined || allowsReleaseOf(server, constraint)) return [];
      return [
        {
          subject: "the authentik provider",
          message: `the server is ${live.version} and the configuration asks for provider ${constraint}`,
          remedy: releaseRemedy(server),
        },
      ];
    },
  },
  {
    code: "clock-skew",
    severity: "breaks logins",
    consequence:
      "devices refuse tokens that seem to come from the future, and accept expired ones for longer",
    findings: ({ live }) => {
      const skew = live.clockSkewSeconds ?? 0;
      if (Math.abs(skew) <= TOLERATED_SKEW_SECONDS) return [];
      return [
        {
          subject: "the server's clock",
          message: `the server's clock is ${Math.abs(skew)} seconds ${skew > 0 ? "ahead of" : "behind"} this machine's`,
          remedy: "find out which of the two is wrong and synchronise it by NTP",
        },
      ];
    },
  },
];

function releaseRemedy(server: string): string {
  const release = knownReleaseOf(server);
  if (release) return `set release: "${release}" in the configuration, as docs/upgrade.md tells`;
  return releaseNumber(server) < releaseNumber(RELEASES[0])
    ? `update authentik: ${RELEASES[0]} is the first release that has the Agent`
    : `update agent-stack: this one knows authentik up to ${CURRENT_RELEASE}`;
}
