import * as z from "zod";

/** What editors show of a setting, and `errorMessage` the command line too. */
type Words = {
  readonly description: string;
  readonly default?: unknown;
  readonly errorMessage: string;
};

/** A setting whose value is `byDefault` where it is left out; undefined where there is no such value. */
export type Setting<T extends z.ZodType, D> = T & { readonly byDefault: D };

function setting<T extends z.ZodType, D>(
  schema: T,
  expected: string,
  description: string,
  byDefault: D | undefined,
): Setting<T, D> {
  const message: Words = { description, errorMessage: `expected ${expected}` };
  const words = byDefault === undefined ? message : { ...message, default: byDefault };
  return Object.assign(schema.meta(words), { byDefault: byDefault as D });
}

const textOf =
  (expected: string, pattern: RegExp) =>
  <D extends string | undefined = undefined>(description: string, byDefault?: D) =>
    setting(z.string().regex(pattern), expected, description, byDefault);

/** The setting with what messages and editors give as an example of it. */
export function withExample<T extends z.ZodType, D>(
  given: Setting<T, D>,
  example: string | number,
): Setting<T, D> {
  return Object.assign(given.meta({ ...given.meta(), examples: [example] }), { byDefault: given.byDefault });
}

/** cdktf would take its own tokens for expressions, and authentik's database takes no control characters. */
const HARMLESS = String.raw`(?![\s\S]*(?:\{TfToken\[|[\x00-\x08\x0e-\x1f\x7f]))`;

const DURATION =
  /^(?!.*\b(\w+)=.*\b\1=)(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=\d+(?:\.\d+)?(?:;(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=\d+(?:\.\d+)?)*$/;

export const duration = textOf('a duration such as "minutes=10" or "hours=1;minutes=30"', DURATION);
export const slug = textOf("a slug of letters, digits, - and _", /^[-A-Za-z0-9_]+$/);
export const name = textOf(
  "one line of text without spaces around it",
  new RegExp(`^${HARMLESS}\\S(?:.*\\S)?$`),
);
export const text = textOf("text", new RegExp(`^${HARMLESS}[\\s\\S]*\\S`));
export const clientId = textOf(
  "a client id of at most 255 characters without spaces",
  new RegExp(`^${HARMLESS}\\S{1,255}$`),
);
export const httpUrl = textOf(
  "a URL with http:// or https://",
  new RegExp(`^${HARMLESS}https?://[^\\s/]\\S*$`),
);
export const serverAddress = (description: string) =>
  setting(
    z
      .string()
      .regex(new RegExp(`^${HARMLESS}https?://[^\\s/?#@]+(?:/[^\\s?#]*)?$`))
      .refine((given) => URL.canParse(given)),
    "an address such as https://id.example.com",
    description,
    undefined,
  );
export const environmentVariable = textOf(
  "the name of an environment variable, such as ACME_TOKEN",
  /^[A-Za-z_][A-Za-z0-9_]*$/,
);
export const headerName = textOf(
  "the name of a header, such as CF-Access-Client-Id",
  /^[A-Za-z0-9][A-Za-z0-9-]*$/,
);
export const launchUrl = textOf(
  "a URL with http:// or https://, or blank://blank for a tile that leads nowhere",
  new RegExp(`^${HARMLESS}(?:https?://[^\\s/]\\S*|blank://blank)$`),
);
const IMAGE = `${HARMLESS}(?:https?://[^\\s/]\\S*|fa://fa-\\S+|(?![A-Za-z][A-Za-z0-9+.-]*:)\\S+)`;

export const image = textOf(
  "a URL with http:// or https://, a path such as /static/icon.png, or fa://fa-terminal",
  new RegExp(`^${IMAGE}$`),
);
export const imageOrNone = textOf(
  'a URL with http:// or https://, a path such as /static/icon.png, or "" for none',
  new RegExp(`^(?:${IMAGE})?$`),
);
export const address = textOf(
  'a Terraform address such as "authentik_flow.device_code_flow"',
  /^authentik_[a-z0-9_]+\.[A-Za-z_][-A-Za-z0-9_]*$/,
);
export const objectId = textOf(
  'an id in authentik as text, such as a UUID, a slug or "7"',
  /^[-A-Za-z0-9_]+$/,
);
export const uuid = textOf(
  "a UUID such as 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60",
  /^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$/,
);
export const instant = (description: string) =>
  setting(
    // Terraform's provider wants the seconds.
    z.iso.datetime({ offset: true }).regex(/T\d{2}:\d{2}:\d{2}/),
    "a time as RFC 3339 has it, such as 2027-01-31T12:00:00Z",
    description,
    undefined,
  );
export const versions = textOf(
  'versions such as "2026.5.0", "~> 2026.5.0" or ">= 2026.5.0, < 2026.9.0"',
  /^(?:(?:=|!=|>|>=|<|<=|~>) ?)?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.]+)?(?:, ?(?:=|!=|>|>=|<|<=|~>) ?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.]+)?)*$/,
);
export const environmentName = textOf(
  "a name of at most 100 letters, digits, - and _, not starting with -",
  /^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$/,
);
export const scope = textOf(
  'a managed scope such as "openid", or the whole "managed" value of a scope mapping',
  new RegExp(`^${HARMLESS}\\S+$`),
);

export const flag = <D extends boolean | undefined = undefined>(description: string, byDefault?: D) =>
  setting(z.boolean(), "true or false", description, byDefault);

const HIGHEST_INTEGER = 2_147_483_647;

export const wholeNumber = <D extends number | undefined = undefined>(description: string, byDefault?: D) =>
  setting(
    z.int().min(0).max(HIGHEST_INTEGER),
    `a whole number from 0 to ${HIGHEST_INTEGER}`,
    description,
    byDefault,
  );

export const choice = <const T extends readonly string[], const D extends T[number] | undefined = undefined>(
  values: T,
  description: string,
  byDefault?: D,
) =>
  setting(
    z.enum(values),
    `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
    description,
    byDefault,
  );

export const list = <T extends z.ZodType, const D extends readonly z.output<T>[] | undefined = undefined>(
  item: T,
  description: string,
  byDefault?: D,
) => setting(z.array(item), "a list", description, byDefault);

export const filledList = <
  T extends z.ZodType,
  const D extends readonly z.output<T>[] | undefined = undefined,
>(
  item: T,
  description: string,
  byDefault?: D,
) => setting(z.array(item).min(1), "a list of at least one", description, byDefault);

/** A setting that may be switched off altogether. */
export function orFalse<T extends z.ZodType, D>(on: Setting<T, D>) {
  const { description, default: byDefault, errorMessage } = on.meta() as Words;
  const schema = z
    .union([z.literal(false), on])
    .meta({ description, default: byDefault, errorMessage: `${errorMessage}, or false` });
  return Object.assign(schema, { byDefault: on.byDefault });
}

/** A mapping whose settings may all be left out, those in `required` excepted. */
export function settings<O extends z.ZodRawShape, R extends z.ZodRawShape = Record<never, z.ZodType>>(
  description: string,
  optional: O,
  required: R = {} as R,
  more: object = {},
) {
  const fields = { ...required, ...z.strictObject(optional).partial().shape };
  return z.strictObject(fields).meta({ description, errorMessage: "expected a mapping", ...more });
}

/** A mapping of which nothing may be given either, as in `cli:`. */
export const orNothing = <T extends z.ZodType>(mapping: T) =>
  z.preprocess((value) => (value === null ? {} : value), mapping);
