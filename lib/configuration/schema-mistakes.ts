import type * as z from "zod";
import type { Mistake } from "./mistake";
import { configurationSchema } from "./schema";
import { childSchema, choices, expectation, homesOf, keyExpectation, knownKeys } from "./schema-walk";
import { at, isNothing, named, type Path, type Sourced } from "./sourced";
import { inWords, suggestion } from "./suggestion";

type Issue = z.core.$ZodIssue;

/** What the schema finds wrong, in the words of the schema. */
export function schemaMistakes(issues: readonly Issue[], root: Sourced): Mistake[] {
  return issues.flatMap((issue) => flattened(issue, [])).flatMap((issue) => mistakes(issue, root));
}

/** Of a choice between kinds of values, only what is wrong with the kind that was given. */
function flattened(issue: Issue, parent: Path): Issue[] {
  const path = [...parent, ...(issue.path as Path)];
  const given =
    issue.code === "invalid_union" && issue.errors.find((inner) => inner.every((i) => i.path.length > 0));
  return given ? given.flatMap((inner) => flattened(inner, path)) : [{ ...issue, path: [...path] }];
}

function mistakes(issue: Issue, root: Sourced): Mistake[] {
  const path = issue.path as Path;
  const schema = path.reduce(childSchema, configurationSchema as z.core.$ZodType | undefined);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, schema) }));
  }
  if (issue.code === "invalid_key") {
    const parent = path.slice(0, -1).reduce(childSchema, configurationSchema as z.core.$ZodType | undefined);
    return [{ path, message: `got ${JSON.stringify(path.at(-1))}, ${keyExpectation(parent)}` }];
  }
  const given = at(root, path);
  if (!given) return [{ path, message: `missing, ${expectation(schema)}` }];
  return [{ path, message: `got ${named(given)}, ${expectation(schema)}${advice(issue, given, schema)}` }];
}

function advice(issue: Issue, given: Sourced, schema: z.core.$ZodType | undefined): string {
  if (given.kind !== "scalar" || isNothing(given)) return "";
  if (typeof given.value === "string") {
    return /[$%]\{/.test(given.value)
      ? " without ${ and %{, which Terraform would evaluate"
      : suggestion(given.value, choices(schema));
  }
  return issue.code === "invalid_type" && issue.expected === "string"
    ? "; put it in quotes to make it text"
    : "";
}

function unknownKey(key: string, schema: z.core.$ZodType | undefined): string {
  const known = knownKeys(schema) ?? [];
  const meant = suggestion(key, known);
  if (meant) return `unknown key${meant}`;
  const environment = ["environments", ""].reduce(
    childSchema,
    configurationSchema as z.core.$ZodType | undefined,
  );
  const homes = homesOf(key, environment);
  return homes.length > 0 && homes.length <= 3
    ? `unknown key, it belongs in ${homes.join(" or ")}`
    : `unknown key, expected one of ${inWords(known)}`;
}
