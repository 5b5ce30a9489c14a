import * as z from "zod";
import {
  count,
  countOrNull,
  flag,
  format,
  listOf,
  severityOrNull,
  status,
  text,
  textOrNull,
  time,
  timeOrNull,
} from "../report/json-members";
import { SEVERITIES, type Severity } from "../severity";

const counts = Object.fromEntries(
  SEVERITIES.map((severity) => [severity, count(`How many findings are: ${severity}.`)]),
) as Record<Severity, ReturnType<typeof count>>;

const environment = z.object({
  name: text("The environment's name."),
  status,
  severity: severityOrNull(
    "The worst of what a deployment would mean, what was changed outside and what was found. Null where there is nothing that matters, or nothing is known.",
  ),
  server: textOrNull("Address of its authentik. Null where nothing says it."),
  release: textOrNull("Version of its authentik. Null where it is not known."),
  deployed: z
    .boolean()
    .nullable()
    .meta({ description: "Whether it is deployed. Null where it is not known." }),
  changes: countOrNull("How many objects and outputs a deployment would change. Null where it is not known."),
  drift: countOrNull("How many objects were changed outside Terraform. Null where it is not known."),
  findings: z
    .object(counts)
    .nullable()
    .meta({ description: "How many findings there are of each severity. Null where it is not known." }),
  token: z
    .object({
      isKnown: flag("Whether it is known when the token runs out."),
      expires: timeOrNull("When it runs out. Null where it never does, or that is not known."),
    })
    .meta({ description: "The token in use." }),
  certificateExpires: timeOrNull(
    "When the first certificate in use runs out. Null where there is none, or that is not known.",
  ),
  lastApply: z
    .object({
      at: timeOrNull(
        "When the state was last written or a pipeline last deployed. Null where it is not known.",
      ),
      commit: textOrNull("The commit that a pipeline last deployed. Null where it is not known."),
    })
    .meta({ description: "The last deployment." }),
  failure: textOrNull("Why the rest is not known. Null where it is."),
});

const left = z.object({
  name: text("The environment's name."),
  state: text("Where its state is, for people."),
  objects: countOrNull("How many objects the state has. Null where it could not be read."),
  failure: textOrNull("Why it could not be read. Null where it was."),
  note: text("What it is and how to destroy or forget it."),
});

/** What `status` prints as JSON. */
export const statusSchema = z
  .object({
    format,
    kind: z.literal("status").meta({ description: "The command." }),
    at: time("When the environments were read."),
    environments: listOf("All environments, what needs attention first.", environment),
    gone: listOf("Environments that the configuration has no more and that have a state.", left),
  })
  .meta({ title: "The status of all environments, as agent-stack status prints it" });

export type StatusJson = z.output<typeof statusSchema>;
