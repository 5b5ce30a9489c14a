import { neededPermissions } from "../../set-up/needed-permissions";
import type { Evidence, Found, Rule } from "../rule";

const SUBJECT = "AUTHENTIK_TOKEN";
const EXPIRES_SOON_DAYS = 14;
const DAY_MILLISECONDS = 86_400_000;

export const tokenRules: readonly Rule[] = [
  {
    code: "token-permission-missing",
    severity: "weakens security",
    consequence: "a plan, an apply or a verification ends where it needs the permission, perhaps half done",
    findings: (evidence) =>
      comparison(evidence)
        .missing.filter((permission) => !evidence.live.missingPermissions.includes(permission))
        .map((permission) =>
          found(
            `user "${evidence.token?.username}" may not ${permission} on all objects, which this configuration needs`,
            `give the role what agent-stack token ${evidence.managed.environment} prints`,
          ),
        ),
  },
  {
    code: "token-permission-excess",
    severity: "weakens security",
    consequence: "whoever gets hold of the token can change or reveal more than this set-up",
    findings: (evidence) => {
      const excess = comparison(evidence).excess.filter((each) => !isHarmless(each));
      if (excess.length === 0) return [];
      return [
        found(
          `user "${evidence.token?.username}" may do more than this configuration needs: ${listed(excess)}`,
          `take that out of the role; agent-stack token ${evidence.managed.environment} prints what is needed`,
        ),
      ];
    },
  },
  {
    code: "token-expires-soon",
    severity: "weakens security",
    consequence: "plans, drift checks and applies stop once the token has expired; logins go on",
    findings: ({ token, now }) => {
      const expiring = (token?.tokens ?? []).flatMap(({ identifier, expiring, expires }) =>
        expiring && expires !== null ? [{ identifier, expires }] : [],
      );
      return expiring
        .filter(({ expires }) => Date.parse(expires) - now.getTime() < EXPIRES_SOON_DAYS * DAY_MILLISECONDS)
        .map(({ identifier, expires }) =>
          found(
            `token "${identifier}" of user "${token?.username}" expires at ${expires}`,
            "make another token for the same user, put it where the old one is, and delete the old one",
          ),
        );
    },
  },
];

/** What a reviewer should know of the token and nobody needs to act on. */
export function tokenNotes(evidence: Evidence): string[] {
  const { token, managed } = evidence;
  if (token === undefined) return [];
  const user = `user "${token.username}"`;
  if (token.isSuperuser) {
    return [
      `token-superuser: the token's ${user} may do everything; agent-stack token ${managed.environment} prints a user with just the permissions needed`,
    ];
  }
  if (token.permissions === undefined) {
    return [`token-unread: what the token's ${user} may do could not be read, so it was not compared`];
  }
  const further = comparison(evidence).excess.filter(isHarmless);
  return further.length === 0
    ? []
    : [
        `token-reads-more: the token's ${user} may also read what this configuration does not need: ${listed(further)}`,
      ];
}

/** The token's permissions against those of the identity it can only be: one that may change something applies. */
function comparison({ managed, token }: Evidence) {
  const held = token?.isSuperuser ? undefined : token?.permissions;
  if (held === undefined) return { missing: [], excess: [] };
  const needed = (identity: "plan" | "apply") => neededPermissions(managed, identity).permissions;
  const applies = needed("apply").some((each) => isWriting(each) && held.includes(each));
  const wanted = needed(applies ? "apply" : "plan");
  // One token may serve both.
  const useful = [...needed("plan"), ...wanted];
  const isWhole = neededPermissions(managed, "apply").unknownTypes.length === 0;
  return {
    missing: wanted.filter((each) => !held.includes(each)),
    excess: isWhole ? held.filter((each) => !useful.includes(each)) : [],
  };
}

const isWriting = (permission: string): boolean => !/\.view_/.test(permission);

/** Whether it only reads, and no secret: `view_<model>`, where further words name a part of the object. */
const isHarmless = (permission: string): boolean => /\.view_[a-z0-9]+$/.test(permission);

const MOST_LISTED = 10;

function listed(permissions: readonly string[]): string {
  const rest = permissions.length - MOST_LISTED;
  const shown = permissions.slice(0, MOST_LISTED).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

const found = (message: string, remedy: string): Found => ({ subject: SUBJECT, message, remedy });
