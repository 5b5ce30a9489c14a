import type { Json } from "./json";

/** The type Python reads a JSON value as. */
export function pythonType(value: Json): string {
  if (value === null) return "NoneType";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "object") return Array.isArray(value) ? "list" : "dict";
  return typeof value === "boolean" ? "bool" : "str";
}

/** The value as Python writes it out, which messages quote. */
export const pythonText = (value: Json): string => (typeof value === "string" ? value : literal(value));

function literal(value: Json): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoted(key)}: ${literal(item)}`)
      .join(", ")}}`;
  return String(value);
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
