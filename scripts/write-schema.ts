import { writeFileSync } from "node:fs";
import { configurationJsonSchema } from "../configuration/json-schema";

writeFileSync("agent-stack.schema.json", `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
