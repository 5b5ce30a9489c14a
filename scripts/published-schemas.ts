import * as z from "zod";
import { configurationJsonSchema, environmentJsonSchema } from "../configuration/json-schema";
import { changedSchema } from "../tools/forge/changed-schema";
import { noticeSchema } from "../tools/notices/notice-schema";
import { reportSchema } from "../tools/report/report-schema";
import { statusSchema } from "../tools/status/status-schema";

/** Of JSON for programs: readers have to take members that later versions add. */
const OUTPUTS = { report: reportSchema, status: statusSchema, notice: noticeSchema, changed: changedSchema };

export type Output = keyof typeof OUTPUTS;

export const outputSchemaFile = (output: Output) => `agent-stack.${output}.schema.json`;

/** The schemas that the repository and the package have, by their files. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, object>> = {
  "agent-stack.schema.json": configurationJsonSchema(),
  "agent-stack.environment.schema.json": environmentJsonSchema(),
  ...Object.fromEntries(
    (Object.keys(OUTPUTS) as Output[]).map((output) => [
      outputSchemaFile(output),
      z.toJSONSchema(OUTPUTS[output], { io: "input" }),
    ]),
  ),
};
