/** Returns what is wrong with the value of the attribute `name`, in the real provider's words. */
export type Validator = (value: string, name: string) => string[];

const DURATION_UNITS = ["microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"];

const quoted = (text: string) => JSON.stringify(text);

/** Allows the values of one of the API's enumerations. */
export function oneOf(choices: Readonly<Record<string, string>>): Validator {
  const { UnknownDefaultOpenApi: _, ...known } = choices;
  const allowed = Object.values(known);
  return (value, name) =>
    allowed.includes(value)
      ? []
      : [`expected ${name} to be one of [${allowed.map(quoted).join(" ")}], got ${value}`];
}

/** Allows authentik's durations, as in `hours=1;minutes=2`. */
export const relativeDuration: Validator = (value) => {
  const problems: string[] = [];
  for (const element of value.split(";")) {
    const [unit = "", amount] = element.split("=");
    if (amount === undefined) return [...problems, `${element} has incorrect amount of elements`];
    if (!DURATION_UNITS.includes(unit.toLowerCase())) problems.push(`${element} has incorrect key ${unit}`);
  }
  return problems;
};

/** Allows JSON. */
export const json: Validator = (value) => {
  try {
    JSON.parse(value);
    return [];
  } catch (error) {
    return [goSyntaxError(value, (error as SyntaxError).message)];
  }
};

/** The words of Go's parser for the usual mistakes, by what Node's says. */
function goSyntaxError(text: string, message: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.search(/\S/));
  const character = text[position];
  if (message.includes("Unexpected end") || character === undefined) return "unexpected end of JSON input";
  const wanted = message.includes("property name") ? "object key string" : "value";
  return `invalid character '${character}' looking for beginning of ${wanted}`;
}

/** Whether the second text is the first with at most a newline at its end. */
export const sameButLastNewline = (before: string, after: string): boolean =>
  after.replace(/\n$/, "") === before;

/** Whether two texts are the same JSON value. */
export function sameJson(before: string, after: string): boolean {
  try {
    return canonical(JSON.parse(before)) === canonical(JSON.parse(after));
  } catch {
    return false;
  }
}

/** JSON as Go writes it: compact, keys sorted, characters special to HTML escaped. */
export function canonical(value: unknown): string {
  const sorted = JSON.stringify(value, (_key, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return sorted.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
