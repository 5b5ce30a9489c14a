import * as z from "zod";
import { changedSchema } from "../tools/forge/json-schema";
import { reportSchema } from "../tools/report/json-schema";
import { statusSchema } from "../tools/status/json-schema";

/**
 * JSON Schema of what the commands print with `--format json`: the published one tolerates members that a later version
 * adds, the strict one knows every member.
 */
export function outputJsonSchema(of: "tolerant" | "strict"): object {
  const schema = z
    .discriminatedUnion("kind", [reportSchema, statusSchema, changedSchema])
    .meta({ title: "What the commands of agent-stack print with --format json" });
  return z.toJSONSchema(schema, { io: of === "tolerant" ? "input" : "output" });
}
