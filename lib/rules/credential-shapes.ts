import { CREDENTIALS, isRandom } from "./known-credentials";

interface CredentialShape {
  readonly what: string;
  readonly pattern: RegExp;
}

const SHAPES: readonly CredentialShape[] = [
  { what: "a PEM block", pattern: /-----BEGIN [A-Z0-9 ]+-----/ },
  {
    what: "a URL with a password or user name",
    pattern: /:\/\/(?<=[a-z][a-z0-9+.-]*:\/\/)[^/?#\s@]*@/i,
  },
  { what: "a connection string with a password", pattern: /\b(?:password|accountkey)\s*=/i },
  ...CREDENTIALS,
];

/** What kind of credential a text looks like, undefined where it does not look like any. */
export function credentialShape(text: string): string | undefined {
  return (
    SHAPES.find(({ pattern }) => pattern.test(text))?.what ??
    (/^[A-Za-z0-9]{60,}$/.test(text) && isRandom(text) ? "a key of authentik's API" : undefined)
  );
}

export const looksLikeCredential = (text: string) => credentialShape(text) !== undefined;

/** A text in quotes as messages show it, unless it looks like a credential. */
export const quoted = (text: string) => (looksLikeCredential(text) ? '"***"' : JSON.stringify(text));
