import { TOKEN_EXCHANGE_GRANT } from "../../lib/rules/choices";
import { CURRENT_RELEASE, knownReleaseOf, NEWS, RELEASES, type Release } from "../../lib/rules/releases";
import { brand, provider } from "../objects";
import { attribute } from "../set-up/set-up";
import { cliApplicationProviders, cliProvider } from "../set-up/the-agents";
import type { Evidence } from "./rule";

/** The announced release after the current one. */
const ANNOUNCED = "2026.11";

/** What an upgrade of the server to the next release will change for this set-up. */
export function upgradeNotes(evidence: Evidence): string[] {
  const release = knownReleaseOf(evidence.live.version ?? "");
  if (release === undefined) return [];
  const next = RELEASES[RELEASES.indexOf(release) + 1];
  if (next === undefined) {
    return [
      `an upgrade to authentik ${ANNOUNCED} makes secrets objects of their own and asks for a base URL; this agent-stack knows releases up to ${CURRENT_RELEASE}: update it first`,
    ];
  }
  const changes = changesFor(evidence, next);
  return [
    `an upgrade to authentik ${next} ${changes.length === 0 ? "changes nothing of this set-up" : changes.join("; it ")}: docs/upgrade.md has the steps`,
  ];
}

function changesFor({ live, managed }: Evidence, next: Release): string[] {
  const { fields = {}, grants = [] } = NEWS[next];
  const gained = fields[brand.type] ?? [];
  const name = attribute(cliProvider(managed), "name");
  const count = live.providers?.length;
  const all = count === undefined || count === 1 ? "every OAuth2 provider" : `all ${count} OAuth2 providers`;
  return [
    ...(fields[provider.type]?.includes("grant_types")
      ? [
          `gives ${all} every grant${name === undefined ? "" : `, "${name}" too`}, until they are applied again`,
        ]
      : []),
    ...(grants.includes(TOKEN_EXCHANGE_GRANT) && cliApplicationProviders(managed).length > 0
      ? [`knows the token exchange grant, which cliApplications get with release: "${next}"`]
      : []),
    ...(gained.length > 0 ? [`gives brands ${gained.join(", ")}, which stay with their owners`] : []),
  ];
}
