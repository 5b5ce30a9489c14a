import { Token } from "cdktf";
import type { Construct } from "constructs";
import type * as z from "zod";
import { schemaMistakes } from "./configuration/schema-mistakes";
import { at, type Path, type Place, pathText, plain, type Sourced } from "./configuration/sourced";

/**
 * Has synthesis refuse props that `agent-stack.yaml` would refuse, before Terraform has made the first half of a set-up.
 *
 * What only Terraform knows, such as another resource's attribute, is taken as it is.
 */
export function validateProps(construct: Construct, props: object, schema: z.ZodType): void {
  construct.node.addValidation({ validate: () => propMistakes(props, schema) });
}

function propMistakes(props: object, schema: z.ZodType): string[] {
  const root = sourced(props);
  const messages = schemaMistakes(schema.safeParse(props).error?.issues ?? [], root, schema)
    .filter(({ path }) => !isKnownOnlyToTerraform(root, path))
    .map(({ path, message }) => `${pathText(path)}: ${message}`);
  return [...new Set(messages)];
}

function isKnownOnlyToTerraform(root: Sourced, path: Path): boolean {
  return path.some((_, index) => {
    const given = at(root, path.slice(0, index + 1));
    return given !== undefined && Token.isUnresolved(plain(given));
  });
}

const NOWHERE: Place = { line: 0, column: 0, path: [] };

function sourced(value: unknown): Sourced {
  if (Array.isArray(value)) return { kind: "list", place: NOWHERE, items: value.map(sourced) };
  if (typeof value !== "object" || value === null || Token.isUnresolved(value))
    return { kind: "scalar", place: NOWHERE, value };
  const entries = new Map(Object.entries(value).map(([key, item]) => [key, sourced(item)]));
  return { kind: "mapping", place: NOWHERE, entries };
}
