import * as z from "zod";
import { format, listOf } from "../report/json-members";

const names = (description: string) => listOf(description, z.string());

/** What `changed` prints as JSON. */
export const changedSchema = z
  .object({
    format,
    kind: z.literal("changed").meta({ description: "The command." }),
    free: names(
      "Environments that differ in what is set up and talk to the same places as before: nothing speaks against planning them.",
    ),
    held: names(
      "Environments that are new or have another server, provider or state: credentials would go where nobody has agreed to.",
    ),
    gone: names("Environments that are no longer in the configuration."),
    affected: names(
      "Environments that a merge may change: all of them where other files differ than the configuration's.",
    ),
    files: names("Other files that differ, from the repository's root; nothing is free then."),
  })
  .meta({ title: "Which environments a change concerns, as agent-stack changed prints it" });

export type ChangedJson = z.output<typeof changedSchema>;
