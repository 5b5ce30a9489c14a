import * as z from "zod";
import type { Written } from "../report/json-schema";

const names = z.array(z.string());

/** What changed prints with `--format json`. */
export const changedSchema = z
  .object({
    format: z.literal(1).describe("Raised when a member goes away or changes its meaning"),
    kind: z.literal("changed").describe("The command"),
    free: names.describe("Environments that differ in what is set up: nothing speaks against planning them"),
    held: names.describe("Environments that are new or have another server, provider or state"),
    gone: names.describe("Environments that are in the configuration no more"),
    affected: names.describe("All environments that a merge may change"),
    files: names.describe("Other files that differ, from the repository's root; nothing is free then"),
  })
  .describe("The environments of agent-stack changed");

/** What a pull request changes, for programs. */
export type PublishedChanged = Written<z.input<typeof changedSchema>>;
