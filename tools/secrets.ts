import { CREDENTIALS, isRandom } from "../lib/rules/known-credentials";

/** What stands for a secret in every report. */
export const MASK = "(sensitive)";

// Attributes that hold a secret whatever the provider says; signing_key and the like hold ids and stay readable.
const SECRET_NAME =
  /^key(_data)?$|(^|_)(secrets?|passwords?|passwd|passphrase|tokens?|credentials?|(api|secret|private|access)_?key(_data|_pem)?)$/;

// Looking at the character itself comes first: what precedes it is then read once for each run, not at each of its characters.
const SECRET_CONTENT = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*-----|$)/g,
  ...CREDENTIALS.map(({ pattern }) => new RegExp(pattern, `${pattern.flags}g`)),
  /(?=[\w.~+/=-])(?<=\bBearer(?:\+agent)?\s+)[\w.~+/=-]{8,}/gi,
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
  /(?=[^\s,;])(?<=\b(?:password|passwd|passphrase|secret|token|api[_-]?key|client_secret|private_key|key)["']?\s*[:=]\s*["']?)(?:"[^"\n]+"|'[^'\n]+'|[^\s"',;]{6,})/gi,
];

// authentik's keys, tokens and client secrets have 40 and more.
const LETTERS_AND_DIGITS = /(?<![\w-])[A-Za-z0-9]{40,}(?![\w-])/g;

/** Whether the value of an attribute of this name is taken for a secret; switches and numbers are none. */
export function isSecret(name: string, value: unknown): boolean {
  return (
    SECRET_NAME.test(snakeCase(name)) &&
    value !== null &&
    typeof value !== "boolean" &&
    typeof value !== "number"
  );
}

/** Outputs and JSON texts may be named `clientSecret` or `client-secret`. */
function snakeCase(name: string): string {
  return name
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, "_")
    .replace(/[-. ]/g, "_")
    .toLowerCase();
}

/** The text with everything in it that looks like a key, token or password masked. */
export function maskText(text: string): string {
  return SECRET_CONTENT.reduce((masked, pattern) => masked.replace(pattern, MASK), text).replace(
    LETTERS_AND_DIGITS,
    (run) => (isRandom(run) ? MASK : run),
  );
}

const SHORTEST = 6;

/** The text without these secrets, however JSON, an address or a page writes them; what is shorter than six letters is none. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap(writings)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, written) => masked.replaceAll(written, "***"), text);
}

function writings(secret: string): string[] {
  const json = inJson(secret);
  const html = secret.replace(/[&<>"']/g, (letter) => HTML[letter] as string);
  return [secret, json, inJson(json), inGoJson(json), encodeURIComponent(secret), html];
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** As programs in Go write JSON, terraform among them. */
const inGoJson = (json: string) =>
  json.replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

/** The value with secrets masked: what terraform marks as sensitive, what is named like one and what looks like one. */
export function maskValue(value: unknown, sensitive: unknown): unknown {
  if (sensitive === true) {
    return MASK;
  }
  if (typeof value === "string") {
    return maskText(value);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => maskValue(item, member(sensitive, index)));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        maskText(key),
        isSecret(key, item) ? MASK : maskValue(item, member(sensitive, key)),
      ]),
    );
  }
  return value;
}

/** The marker of one member inside terraform's nested sensitivity marker. */
export function member(sensitive: unknown, key: string | number): unknown {
  return typeof sensitive === "object" && sensitive !== null
    ? (sensitive as Record<string | number, unknown>)[key]
    : sensitive === true;
}
