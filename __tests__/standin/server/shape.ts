const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const HEX = /^[0-9a-f]{64}$/;

/** Values that belong to an installation, a token or a moment; the rest of an answer is authentik's own. */
const OWN = new Set([
  ...["kid", "n", "x5c", "x5t", "x5t#S256"],
  ...["exp", "iat", "auth_time", "jti", "uid", "sub", "request_id"],
  ...["version_latest", "version_latest_valid"],
  ...["pk", "num_pk", "users", "last_login", "avatar", "user_code"],
]);
const AS_SETS = new Set(["scope", "system_permissions"]);

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

/** The header and the claims of a JWT, as the recordings show them. */
function decoded(token: string): Json {
  const [header = "", claims = ""] = token.split(".");
  const part = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString());
  return { "***jwt": { header: part(header), claims: part(claims) } };
}

const sorted = (value: unknown): string =>
  (Array.isArray(value) ? value : String(value).split(" ")).toSorted().join(" ");

/**
 * What differs between a recorded answer and ours besides the values that belong to an installation.
 *
 * @param same - What is called otherwise in our installation
 */
export function differences(recorded: unknown, ours: unknown, same: (text: string) => string): string[] {
  const found: string[] = [];
  compare("", recorded, ours);
  return found;

  function compare(place: string, expected: unknown, given: unknown): void {
    const name = place.slice(place.lastIndexOf(".") + 1).replace(/\[\d+\]$/, "");
    const isJwt = isObject(expected) && "***jwt" in expected && typeof given === "string";
    const actual = isJwt ? decoded(given) : given;
    if (expected === "***") {
      if (typeof actual !== "string" || actual === "") found.push(`${place}: no secret`);
    } else if (kindOf(expected) !== kindOf(actual)) {
      const isNullable = name === "last_login";
      if (!isNullable) found.push(`${place}: ${kindOf(actual)} instead of ${kindOf(expected)}`);
    } else if (AS_SETS.has(name) && !isObject(expected)) {
      if (sorted(expected) !== sorted(actual)) found.push(`${place}: ${actual} instead of ${expected}`);
    } else if (Array.isArray(expected)) {
      const list = actual as unknown[];
      if (expected.length !== list.length)
        found.push(`${place}: ${list.length} elements instead of ${expected.length}`);
      expected.forEach((element, index) => {
        compare(`${place}[${index}]`, element, list[index]);
      });
    } else if (isObject(expected)) {
      for (const key of new Set([...Object.keys(expected), ...Object.keys(actual as Json)])) {
        if (!(key in expected)) found.push(`${place}.${key}: not in the recording`);
        else if (!(key in (actual as Json))) found.push(`${place}.${key}: missing`);
        else compare(`${place}.${key}`, expected[key], (actual as Json)[key]);
      }
    } else if (!OWN.has(name) && !isSame(String(expected), String(actual))) {
      found.push(`${place}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
    }
  }

  function isSame(expected: string, actual: string): boolean {
    const isGenerated = [UUID, MOMENT, HEX].some((form) => form.test(expected) && form.test(actual));
    // Addresses are masked but for their domain.
    return isGenerated || same(expected) === same(actual) || (expected.includes("***") && actual !== "");
  }
}
