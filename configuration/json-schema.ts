import * as z from "zod";
import { orNothing } from "../lib/rules/setting-types";
import { configurationSchema, environmentSchema } from "./schema";

/** JSON Schema of agent-stack.yaml for editors. */
export function configurationJsonSchema(): object {
  // The environments may all have files of their own.
  const { required, properties, ...schema } = jsonSchemaOf(configurationSchema);
  const { environments, templates } = properties as Readonly<Record<string, Mapping>>;
  return {
    ...schema,
    properties: { environments: asNamed(environments), templates: asNamed(templates) },
    patternProperties: { "^x-": {} },
    // A template has what an environment has; said twice, that would be half of the file.
    $defs: { environment: environments?.additionalProperties },
  };
}

interface Mapping {
  readonly additionalProperties: object;
}

const asNamed = (mapping: Mapping | undefined) => ({
  ...mapping,
  additionalProperties: { $ref: "#/$defs/environment" },
});

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
