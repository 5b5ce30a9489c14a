import { writeFileSync } from "node:fs";
import { configurationJsonSchema, environmentJsonSchema } from "../configuration/json-schema";

for (const [file, schema] of [
  ["agent-stack.schema.json", configurationJsonSchema()],
  ["agent-stack.environment.schema.json", environmentJsonSchema()],
] as const) {
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
