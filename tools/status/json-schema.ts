import * as z from "zod";
import { severity, type Written } from "../report/json-schema";
import { SEVERITIES } from "../severity";

const count = z.number().nullable();

/** What status prints with `--format json`; null is not known. */
export const statusSchema = z
  .object({
    format: z.literal(1).describe("Raised when a member goes away or changes its meaning"),
    kind: z.literal("status").describe("The command"),
    at: z.string().describe("ISO 8601"),
    environments: z
      .array(
        z.object({
          name: z.string().describe("Name of the environment in agent-stack.yaml"),
          status: z.enum(["in order", "attention", "failed"]).describe("Whether somebody should look at it"),
          severity: severity.nullable().describe("The worst of what is to be deployed, drifted or was found"),
          server: z.string().nullable().describe("Address of its authentik"),
          release: z.string().nullable().describe("Version of its authentik"),
          deployed: z.boolean().nullable().describe("Whether it was deployed"),
          changes: count.describe("How many objects and outputs a deployment would change"),
          drift: count.describe("How many objects were changed outside Terraform"),
          findings: z
            .object(
              Object.fromEntries(
                SEVERITIES.map((each) => [each, z.number().describe("How many of this severity")]),
              ),
            )
            .nullable()
            .describe("How many findings there are of each severity"),
          token: z
            .object({
              isKnown: z.boolean().describe("Whether it is known when the token runs out"),
              expires: z.string().nullable().describe("ISO 8601, null for never"),
            })
            .describe("The token in use"),
          certificateExpires: z
            .string()
            .nullable()
            .describe("When the first certificate in use runs out, ISO 8601"),
          lastApply: z
            .object({
              at: z.string().nullable().describe("ISO 8601"),
              commit: z.string().nullable().describe("The commit that a pipeline deployed"),
            })
            .describe("When the state was last written or a pipeline last deployed"),
          failure: z.string().nullable().describe("Why the rest is not known"),
        }),
      )
      .describe("What needs attention first"),
    gone: z
      .array(
        z.object({
          name: z.string().describe("Name of the environment"),
          state: z.string().describe("Where its state is"),
          objects: count.describe("How many objects the state has"),
          failure: z.string().nullable().describe("Why the state could not be read"),
          note: z.string().describe("How to destroy or forget it"),
        }),
      )
      .describe("Environments that are in the configuration no more and still have a state"),
  })
  .describe("The table of agent-stack status");

/** The status for programs. */
export type PublishedStatus = Written<z.input<typeof statusSchema>>;
