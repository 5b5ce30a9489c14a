import { allowsReleaseOf } from "../provider-releases";
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
    code: "provider-version",
    severity: "cosmetic",
    consequence:
      "the Terraform provider may not know the server's attributes, or drop some; people can still log in",
    findings: ({ managed, live }) => {
      const constraint = managed.providerConstraint;
      const server = live.version?.match(/^\d{4}\.\d+/)?.[0];
      if (server === undefined || constraint === undefined || allowsReleaseOf(server, constraint)) return [];
      return [
        {
          subject: "the authentik provider",
          message: `the server is ${live.version} and the configuration asks for provider ${constraint}`,
          remedy: `set providerVersion to "~> ${server}.0" with bindings of its own, as docs/configuration.md says; only 2026.5 with 2026.5 has been tested`,
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
