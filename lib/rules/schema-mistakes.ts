import * as z from "zod";
import { quoted } from "./credential-shapes";
import type { Mistake, Path } from "./mistake";
import {
  choices,
  exampleOf,
  expectation,
  homesOf,
  keyExpectation,
  knownKeys,
  type Schema,
  schemaAt,
} from "./schema-walk";
import { inWords, suggestion } from "./suggestion";
import { named, valueAt } from "./value";

type Issue = z.core.$ZodIssue;

/**
 * What a schema finds wrong with settings, in the words of the schema.
 *
 * @param homes where unknown keys may belong
 */
export function schemaMistakes(settings: unknown, schema: z.ZodType, homes: Schema = schema): Mistake[] {
  const issues = schema.safeParse(settings).error?.issues ?? [];
  return issues
    .flatMap((issue) => flattened(issue, []))
    .flatMap((issue) => mistakes(issue, settings, schema, homes));
}

/** Of a choice between kinds of values, only what is wrong with the kind that was given. */
function flattened(issue: Issue, parent: Path): Issue[] {
  const path = [...parent, ...(issue.path as Path)];
  const given =
    issue.code === "invalid_union" && issue.errors.find((inner) => inner.every((i) => i.path.length > 0));
  return given ? given.flatMap((inner) => flattened(inner, path)) : [{ ...issue, path: [...path] }];
}

function mistakes(issue: Issue, settings: unknown, whole: Schema, homes: Schema): Mistake[] {
  const path = issue.path as Path;
  const schema = schemaAt(whole, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, schema, homes) }));
  }
  if (issue.code === "invalid_key") {
    const key = String(path.at(-1));
    const expected = keyExpectation(schemaAt(whole, path.slice(0, -1)));
    return [{ path, message: `got ${quoted(key)}, ${expected}${advice(key, undefined)}` }];
  }
  const given = valueAt(settings, path);
  const isLeftOut = given === undefined || given === null;
  if (isLeftOut) return [{ path, message: leftOut(given, String(path.at(-1)), schema) }];
  return [{ path, message: `got ${named(given)}, ${expectation(schema)}${advice(given, schema)}` }];
}

function leftOut(given: undefined | null, key: string, schema: Schema): string {
  const example = exampleOf(schema);
  return `${given === null ? "got nothing" : "missing"}, ${expectation(schema)}${example === undefined ? "" : `, for example ${key}: ${example}`}`;
}

function advice(given: unknown, schema: Schema): string {
  if (typeof given === "string") {
    return given.includes("{TfToken[")
      ? "; {TfToken[ is not allowed, since cdktf would evaluate it"
      : suggestion(given, choices(schema));
  }
  const isScalar = typeof given === "number" || typeof given === "boolean";
  const isRightAsText = isScalar && schema && z.safeParse(schema, String(given)).success;
  return isRightAsText ? "; put it in quotes to make it text" : "";
}

function unknownKey(key: string, schema: Schema, homes: Schema): string {
  const known = knownKeys(schema) ?? [];
  const meant = suggestion(key, known);
  if (meant) return `unknown key${meant}`;
  const belongs = homesOf(key, homes);
  return belongs.length > 0 && belongs.length <= 3
    ? `unknown key, it belongs in ${belongs.join(" or ")}`
    : `unknown key, expected one of ${inWords(known)}`;
}
