import { writeFileSync } from "node:fs";
import { configurationJsonSchema, environmentJsonSchema } from "../configuration/json-schema";
import { outputJsonSchema } from "./output-schema";

for (const [file, schema] of [
  ["agent-stack.schema.json", configurationJsonSchema()],
  ["agent-stack.environment.schema.json", environmentJsonSchema()],
  ["agent-stack.output.schema.json", outputJsonSchema("tolerant")],
] as const) {
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
