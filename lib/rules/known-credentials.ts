/** A credential that is known by its form, wherever in a text it stands. */
interface Credential {
  readonly what: string;
  /** Matches the secret part and nothing around it. */
  readonly pattern: RegExp;
}

/**
 * What the configuration refuses and reports mask alike. Texts may be of any length and by anyone: no pattern may read a
 * run of characters once for each place at which it could begin.
 */
export const CREDENTIALS: readonly Credential[] = [
  {
    what: "a JSON Web Token",
    // Where the first eyJ of a run begins none, no other one of it does.
    pattern: /\beyJ(?<!\beyJ[\w-]*?\beyJ)[\w-]{5,}\.[\w-]{5,}\.[\w-]*/,
  },
  { what: "a URL with a token", pattern: /(?<=[?&](?:[\w-]*(?:token|secret|password)|sig)=)[^&\s]+/i },
  {
    what: "an access token of GitHub, GitLab or Slack",
    pattern: /\b(?:gh[pousr]_|github_pat_|gl(?:pat|dt|ptt|cbt)-|xox[abprs]-)[\w-]{10,}/,
  },
  { what: "an API token of HCP Terraform", pattern: /\b\w{14}\.atlasv1\.[\w-]{20,}/ },
  { what: "an AWS access key id", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/ },
];

/**
 * Whether letters and digits are as mixed as in the keys that authentik draws at random: about every second one is of
 * another kind than the one before it, while in names the words and numbers keep them together.
 */
export function isRandom(text: string): boolean {
  const runs = text.match(/[a-z]+|[A-Z]+|\d+/g) ?? [];
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && runs.length > text.length / 3;
}
