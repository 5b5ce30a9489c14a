import { readFileSync, writeFileSync } from "node:fs";
import { environmentJsonSchema } from "../configuration/json-schema";
import type { Schema } from "./reference/keys";
import { referencePage } from "./reference/page";

writeFileSync(
  "docs/reference.md",
  referencePage(environmentJsonSchema() as Schema, readFileSync("examples/every-key.yaml", "utf8")),
);
