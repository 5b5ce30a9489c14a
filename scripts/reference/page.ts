import { exampleOf } from "./examples";
import { fieldsOf } from "./fields";
import { ENTRY, type Key, keysOf, keyText, NAME, type Schema, typeText } from "./keys";

/** The page with every key of an environment. @throws Error where the examples do not set one */
export function referencePage(environment: Schema, examples: string): string {
  const keys = keysOf(environment);
  const exampleAt = exampleOf(examples);
  return [
    "# Reference: every key",
    "",
    "Each key of an environment in `agent-stack.yaml` or `environments/NAME.yaml`, with its place from the environment on; `[]` stands",
    "for an entry of a list, `NAME` for a name of your own. [Configuration](configuration.md) tells what they are for. This page is",
    "written by `npm run reference` from what the configuration is checked by.",
    "",
    ...keys.flatMap((key) => keyEntry(key, exampleAt)),
  ].join("\n");
}

function keyEntry(key: Key, exampleAt: (path: readonly string[]) => string): string[] {
  const { schema, path } = key;
  const fields = fieldsOf(path.filter((step) => step !== ENTRY && step !== NAME));
  const since = fields.find((field) => field.since !== undefined)?.since;
  return [
    `${path.length === 1 ? "##" : "###"} ${keyText(path)}`,
    "",
    escaped(schema.description ?? ""),
    "",
    `- Value: ${escaped(typeText(key))}`,
    ...(schema.default === undefined ? [] : [`- Default: \`${JSON.stringify(schema.default)}\``]),
    ...(since ? [`- Since authentik ${since}`] : []),
    ...fields.map(({ object, name }) => `- In authentik: \`${name}\` (${object})`),
    "",
    ...(hasKeys(schema) ? [] : ["```yaml", exampleAt(path), "```", ""]),
  ];
}

/** Whether it is told by its own keys. */
const hasKeys = ({ properties, items }: Schema) =>
  properties !== undefined || items?.properties !== undefined;

/** Text in which Markdown and Vue find nothing of theirs. */
const escaped = (text: string) => text.replaceAll("<", "&lt;").replaceAll("{{", "{&#123;");
