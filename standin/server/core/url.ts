import type { Check } from "./fields";

const LETTER = "[a-z\\u00a1-\\uffff0-9]";
const HOST_NAME = `${LETTER}(?:[a-z\\u00a1-\\uffff0-9-]{0,61}${LETTER})?`;
const DOMAIN = "(?:\\.(?!-)[a-z\\u00a1-\\uffff0-9-]{1,63}(?<!-))*";
const IPV6 = "\\[[0-9a-f:.]+\\]";
const LONGEST = 2048;

/**
 * A web address whose host need not have a domain, of one of the schemes; `formatted` hosts may begin
 * with what is filled in per user: `%(username)s`.
 */
export function url(schemes: readonly string[], { formatted = false } = {}): Check {
  const host = `${formatted ? "[%()a-z]*" : ""}${HOST_NAME}${DOMAIN}`;
  const address = new RegExp(
    `^[a-z0-9.+-]*://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?(?:${IPV6}|${host}|localhost)(?::\\d{1,5})?(?:[/?#]\\S*)?$`,
    "i",
  );
  return (value) => {
    const known = schemes.includes((value.split("://")[0] ?? "").toLowerCase());
    return known && value.length <= LONGEST && address.test(value) ? undefined : "Enter a valid URL.";
  };
}
