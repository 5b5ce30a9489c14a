import type * as z from "zod";
import type { cli } from "./agent-cli-provider";
import type { Draft } from "./draft";
import type { Path } from "./mistake";
import { attributeSince, CURRENT_RELEASE, grantSince, isBefore, type Release } from "./releases";
import { each, type Rules, rule, type Subject } from "./rule";

interface OfRelease {
  readonly release?: Release | null;
  readonly cli?: Draft<z.output<typeof cli>> | null;
}

interface Use {
  readonly release: Release;
  readonly since: Release;
}

/** Nothing is configured that the release does not know. */
export const releaseRules: Rules<OfRelease> = [
  rule({
    subjects: ({ release, cli }: OfRelease): Subject<Use>[] => {
      const uses = (path: Path, since: Release) => ({
        path: ["cli", ...path],
        judged: { release: release ?? CURRENT_RELEASE, since },
      });
      const { grantTypes, application } = cli ?? {};
      const grants = Array.isArray(grantTypes) ? grantTypes : undefined;
      return [
        ...(grants ? [uses(["grantTypes"], attributeSince("authentik_provider_oauth2", "grant_types"))] : []),
        ...each<string>(["grantTypes"], grants).map(({ path, judged }) => uses(path, grantSince(judged))),
        ...(application?.hide
          ? [uses(["application", "hide"], attributeSince("authentik_application", "meta_hide"))]
          : []),
      ];
    },
    condition: ({ release, since }) => isBefore(release, since),
    message: ({ release }) => `release ${release} does not know it`,
    remedy: ({ since }) => `leave it out, or set \`release\` to "${since}" or a later one`,
  }),
];
