/** The value in the form in which Terraform takes each text as it is: `${` and `%{` would begin an expression. */
export function literal<T>(value: T): T {
  return escaped(value) as T;
}

function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

/** The text that Terraform makes of a literal one: what `literal` was given. */
export const evaluated = (text: string) => text.replace(/([$%])\1\{/g, "$1{");
