import * as z from "zod";
import { orNothing } from "../lib/rules/setting-types";
import { configurationSchema, environmentSchema } from "./schema";

/** JSON Schema of agent-stack.yaml for editors. */
export function configurationJsonSchema(): object {
  const { required, ...schema } = jsonSchemaOf(configurationSchema);
  // The environments may all have files of their own.
  return { ...schema, patternProperties: { "^x-": {} } };
}

/** JSON Schema of a file in `environments` for editors. */
export function environmentJsonSchema(): object {
  return jsonSchemaOf(orNothing(environmentSchema));
}

function jsonSchemaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => {
      if (zodSchema._zod.def.type === "pipe") jsonSchema.type = ["object", "null"] as never;
      // What an environment must give here, the one that it extends may give already.
      if (path.includes("backend")) delete jsonSchema.required;
    },
  });
}
