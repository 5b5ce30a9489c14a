import * as z from "zod";
import { orNothing } from "../lib/rules/setting-types";
import { configurationSchema, environmentSchema } from "./schema";

/** JSON Schema of agent-stack.yaml for editors. */
export function configurationJsonSchema(): object {
  // The environments may all have files of their own.
  const { required, properties, ...schema } = jsonSchemaOf(configurationSchema);
  const { templates, ...others } = properties as Readonly<Record<string, object>>;
  // A template has what an environment has; said twice, that is half of the file.
  const asEnvironments = { ...templates, additionalProperties: { $ref: ENVIRONMENT } };
  return {
    ...schema,
    properties: { ...others, templates: asEnvironments },
    patternProperties: { "^x-": {} },
  };
}

const ENVIRONMENT = "#/properties/environments/additionalProperties";

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
