const CHAIN = /(?<![\w.\]"-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\.\d+|\["(?:[^"\\]|\\.)*"\]|\[\d+\])+/g;
const TEXT = /(?<!\[)"(?:[^"\\]|\\.)*"/g;

/** What the `${...}` in a value of Terraform's JSON configuration refer to. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === "string") return expressionsIn(value).flatMap(chainsIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

const chainsIn = (expression: string): string[] => expression.replace(TEXT, '""').match(CHAIN) ?? [];

/** The insides of `${...}`; `$${` is text. */
function expressionsIn(template: string): string[] {
  const expressions: string[] = [];
  for (let at = template.indexOf("${"); at !== -1; at = template.indexOf("${", at)) {
    if (template[at - 1] === "$") {
      at += 2;
      continue;
    }
    const end = endOf(template, at + 2);
    expressions.push(template.slice(at + 2, end));
    at = end;
  }
  return expressions;
}

function endOf(template: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; at < template.length && depth > 0; at += 1) {
    if (template[at] === "{") depth += 1;
    if (template[at] === "}") depth -= 1;
  }
  return at;
}
