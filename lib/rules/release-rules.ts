import type * as z from "zod";
import { type cli, REDIRECT_URI } from "./agent-cli-provider";
import type { CliApplicationDraft } from "./cli-application";
import type { Draft } from "./draft";
import type { Path } from "./mistake";
import { attributeSince, CURRENT_RELEASE, grantSince, isBefore, type Release } from "./releases";
import { each, type Rules, rule, type Subject } from "./rule";

/** The settings of the CLI or of an application of the command line. */
export type Client = Draft<z.output<typeof cli>> | CliApplicationDraft;

interface OfRelease {
  readonly release?: Release | null;
  readonly cli?: Client | null;
  readonly cliApplications?: readonly (Client | null | undefined)[] | null;
}

interface Use {
  readonly release: Release;
  readonly since: Release;
}

/** Nothing is used that a release does not know. */
const known = <Settings>(usesIn: (settings: Settings) => Subject<Use>[]) =>
  rule({
    subjects: usesIn,
    condition: ({ release, since }) => isBefore(release, since),
    message: ({ release }) => `release ${release} does not know it`,
    remedy: ({ since }) => `leave it out, or set \`release\` to "${since}" or a later one`,
  });

/** Nothing is configured that the release does not know. */
export const releaseRules: Rules<OfRelease> = [
  known(({ release, cli, cliApplications }: OfRelease) =>
    [
      ...usesOf(["cli"], cli),
      ...(cliApplications ?? []).flatMap((each, index) => usesOf(["cliApplications", index], each)),
    ].map(({ path, judged: since }) => ({ path, judged: { release: release ?? CURRENT_RELEASE, since } })),
  ),
];

/** The same of a client alone, for the release of the stack in which it stands. */
export const clientReleaseRules = (release: Release): Rules<Client> => [
  known((client: Client) =>
    usesOf([], client).map(({ path, judged: since }) => ({ path, judged: { release, since } })),
  ),
];

/** The release that each setting of a client needs. */
function usesOf(path: Path, client: Client | null | undefined): Subject<Release>[] {
  const { grantTypes, redirectUris, application } = client ?? {};
  const grants = Array.isArray(grantTypes) ? grantTypes : undefined;
  const of = (setting: Path, judged: Release) => ({ path: [...path, ...setting], judged });
  return [
    ...(grants ? [of(["grantTypes"], attributeSince("authentik_provider_oauth2", "grant_types"))] : []),
    ...each<string>(["grantTypes"], grants).map(({ path: grant, judged }) => of(grant, grantSince(judged))),
    ...(redirectUris ?? []).flatMap((uri, index) =>
      uri?.type && uri.type !== REDIRECT_URI.type.byDefault
        ? [
            of(
              ["redirectUris", index, "type"],
              attributeSince("authentik_provider_oauth2", "redirect_uri_type"),
            ),
          ]
        : [],
    ),
    ...(application?.hide
      ? [of(["application", "hide"], attributeSince("authentik_application", "meta_hide"))]
      : []),
  ];
}
