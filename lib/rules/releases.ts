import { TOKEN_EXCHANGE_GRANT } from "./choices";

/** The releases of authentik that have the Agent, the oldest first. */
export const RELEASES = ["2025.12", "2026.2", "2026.5", "2026.8"] as const;
export type Release = (typeof RELEASES)[number];

export const CURRENT_RELEASE = "2026.8" satisfies Release;

/** What a release brought to the types that a set-up has. */
interface News {
  /** Attributes, and keys in them, that its Terraform provider got, by Terraform type. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** Fields that its server got, by Terraform type. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Grants that its server got. */
  readonly grants?: readonly string[];
}

const BRAND = "authentik_brand";
const APPLICATION = "authentik_application";
const PROVIDER = "authentik_provider_oauth2";

/** What each release brought, by the published clients of its API and the sources of its provider. */
export const NEWS: Readonly<Record<Release, News>> = {
  "2025.12": {},
  "2026.2": { fields: { authentik_endpoints_device_access_group: ["attributes"] } },
  "2026.5": {
    attributes: {
      [APPLICATION]: ["meta_hide"],
      [BRAND]: ["flow_lockdown"],
      [PROVIDER]: ["grant_types", "redirect_uri_type"],
    },
    fields: { [APPLICATION]: ["meta_hide"], [BRAND]: ["flow_lockdown"], [PROVIDER]: ["grant_types"] },
  },
  "2026.8": {
    fields: {
      [APPLICATION]: ["pbm_uuid"],
      [BRAND]: ["branding_map_tiles", "flow_user_switch", "flow_request"],
      authentik_policy_binding: ["expiring", "expires"],
    },
    grants: [TOKEN_EXCHANGE_GRANT],
  },
};

/** The versions of Terraform's provider that a release asks for. */
export const providerVersionsOf = (release: Release) => `~> ${release}.0`;

/** The release whose Terraform provider first knew an attribute. */
export function attributeSince(type: string, attribute: string): Release {
  return since(({ attributes }) => attributes?.[type]?.includes(attribute));
}

/** The release whose server first knew a grant. */
export function grantSince(grant: string): Release {
  return since(({ grants }) => grants?.includes(grant));
}

function since(isNews: (news: News) => boolean | undefined): Release {
  return RELEASES.find((release) => isNews(NEWS[release])) ?? RELEASES[0];
}

/** Whether a release is there before another one. */
export const isBefore = (release: Release, other: Release) =>
  RELEASES.indexOf(release) < RELEASES.indexOf(other);

/** The release that a version belongs to or, of a release that is not known, undefined. */
export function knownReleaseOf(version: string): Release | undefined {
  return RELEASES.find((release) => releaseNumber(release) === releaseNumber(version));
}

/** Year and month of a version, as a number that grows with them. */
export function releaseNumber(version: string): number {
  const [year = 0, month = 0] = version.split(".").map(Number);
  return year * 100 + month;
}

/** Whether a version constraint of Terraform's lets in some provider of the release (year and month) of a version. */
export function allowsReleaseOf(version: string, constraint: string): boolean {
  const release = releaseNumber(version);
  return constraint.split(",").every((clause) => {
    const [, operator, given = ""] = /^\s*([=!<>~]*)\s*([\d.]+)/.exec(clause) ?? [];
    const [bound, [, , patch]] = [releaseNumber(given), given.split(".")];
    switch (operator) {
      case "!=":
        return true;
      case ">":
      case ">=":
        return release >= bound;
      case "<":
        return release < bound || (release === bound && Number(patch ?? 0) > 0);
      case "<=":
        return release <= bound;
      case "~>":
        return patch === undefined
          ? release >= bound && Math.floor(release / 100) === Math.floor(bound / 100)
          : release === bound;
      default:
        return release === bound;
    }
  });
}
