import { writeFileSync } from "node:fs";
import { PUBLISHED_SCHEMAS } from "./published-schemas";

for (const [file, schema] of Object.entries(PUBLISHED_SCHEMAS)) {
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
