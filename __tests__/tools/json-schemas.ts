import { readFileSync } from "node:fs";
import Ajv, { type AnySchema, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import { type Output, outputSchemaFile } from "../../scripts/published-schemas";

export const OUTPUTS = ["report", "status", "notice", "changed"] as const satisfies readonly Output[];

export const committedSchema = (output: Output): AnySchema =>
  JSON.parse(readFileSync(outputSchemaFile(output), "utf8"));

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
const asPublished = new Map(OUTPUTS.map((output) => [output, ajv.compile(committedSchema(output))]));
const closed = new Map(
  OUTPUTS.map((output) => [output, ajv.compile(withoutOthers(committedSchema(output)))]),
);

/** What a reader of the published schema would find wrong with it. */
export const mistakesIn = (output: Output, json: unknown) => said(asPublished.get(output), json);

/** The same, and which members it has that the schema does not tell. */
export const differencesOf = (output: Output, json: unknown) => said(closed.get(output), json);

function said(validate: ValidateFunction | undefined, json: unknown): string[] {
  if (!validate) throw new Error("there is no such schema");
  return validate(json) ? [] : (validate.errors ?? []).map(sentence);
}

const sentence = ({ instancePath, message, params }: ErrorObject) =>
  `${instancePath} ${message}${"additionalProperty" in params ? `: ${params.additionalProperty}` : ""}`;

/** The schema in which no object may have other members than those that it tells. */
function withoutOthers<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withoutOthers) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, withoutOthers(value)]);
  const closing = "properties" in schema && "required" in schema ? { additionalProperties: false } : {};
  return { ...Object.fromEntries(entries), ...closing };
}
