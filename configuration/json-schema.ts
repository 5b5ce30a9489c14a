import * as z from "zod";
import { configurationSchema } from "./schema";

/** JSON Schema of agent-stack.yaml for editors. */
export function configurationJsonSchema(): object {
  return z.toJSONSchema(configurationSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => {
      if (zodSchema._zod.def.type === "pipe") jsonSchema.type = ["object", "null"] as never;
      if (path.length === 0) jsonSchema.patternProperties = { "^x-": {} };
      // What an environment must give here, the one that it extends may give already.
      if (path.includes("backend")) delete jsonSchema.required;
    },
  });
}
