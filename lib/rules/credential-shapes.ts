interface CredentialShape {
  readonly what: string;
  readonly pattern: RegExp;
}

const SHAPES: readonly CredentialShape[] = [
  { what: "a PEM block", pattern: /-----BEGIN [A-Z0-9 ]+-----/ },
  { what: "an AWS access key id", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a JSON Web Token", pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/ },
  { what: "a URL with a password or user name", pattern: /[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*@/i },
  { what: "a URL with a token", pattern: /:\/\/\S*[?&](?:[\w-]*(?:token|secret|password)|sig)=[^&\s]/i },
  { what: "a connection string with a password", pattern: /\b(?:password|accountkey)\s*=/i },
  {
    what: "an access token of GitHub, GitLab or Slack",
    pattern: /\b(?:gh[pousr]_|github_pat_|gl(?:pat|dt|ptt|cbt)-|xox[abprs]-)[\w-]{10,}/,
  },
  { what: "an API token of HCP Terraform", pattern: /\b\w{14}\.atlasv1\.[\w-]{20,}/ },
  { what: "a key of authentik's API", pattern: /^[A-Za-z0-9]{60,}$/ },
];

/** What kind of credential a text looks like, undefined where it does not look like any. */
export function credentialShape(text: string): string | undefined {
  return SHAPES.find(({ pattern }) => pattern.test(text))?.what;
}

export const looksLikeCredential = (text: string) => credentialShape(text) !== undefined;

/** A text in quotes as messages show it, unless it looks like a credential. */
export const quoted = (text: string) => (looksLikeCredential(text) ? '"***"' : JSON.stringify(text));
