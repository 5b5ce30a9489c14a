import * as z from "zod";
import { quoted } from "./credential-shapes";
import type { Mistake } from "./mistake";
import { configurationSchema } from "./schema";
import {
  choices,
  expectation,
  homesOf,
  keyExpectation,
  knownKeys,
  type Schema,
  schemaAt,
} from "./schema-walk";
import { at, named, type Path, type Sourced } from "./sourced";
import { inWords, suggestion } from "./suggestion";

type Issue = z.core.$ZodIssue;

/** What a schema finds wrong, in the words of the schema. */
export function schemaMistakes(issues: readonly Issue[], root: Sourced, schema: Schema): Mistake[] {
  return issues.flatMap((issue) => flattened(issue, [])).flatMap((issue) => mistakes(issue, root, schema));
}

/** Of a choice between kinds of values, only what is wrong with the kind that was given. */
function flattened(issue: Issue, parent: Path): Issue[] {
  const path = [...parent, ...(issue.path as Path)];
  const given =
    issue.code === "invalid_union" && issue.errors.find((inner) => inner.every((i) => i.path.length > 0));
  return given ? given.flatMap((inner) => flattened(inner, path)) : [{ ...issue, path: [...path] }];
}

function mistakes(issue: Issue, root: Sourced, whole: Schema): Mistake[] {
  const path = issue.path as Path;
  const schema = schemaAt(whole, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, schema) }));
  }
  if (issue.code === "invalid_key") {
    const key = String(path.at(-1));
    const expected = keyExpectation(schemaAt(whole, path.slice(0, -1)));
    return [{ path, message: `got ${quoted(key)}, ${expected}${advice(key, undefined)}` }];
  }
  const given = at(root, path);
  if (!given) return [{ path, message: `missing, ${expectation(schema)}` }];
  const value = given.kind === "scalar" ? given.value : undefined;
  return [{ path, message: `got ${named(given)}, ${expectation(schema)}${advice(value, schema)}` }];
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

function unknownKey(key: string, schema: Schema): string {
  const known = knownKeys(schema) ?? [];
  const meant = suggestion(key, known);
  if (meant) return `unknown key${meant}`;
  const homes = homesOf(key, schemaAt(configurationSchema, ["environments", ""]));
  return homes.length > 0 && homes.length <= 3
    ? `unknown key, it belongs in ${homes.join(" or ")}`
    : `unknown key, expected one of ${inWords(known)}`;
}
