#!/usr/bin/env node
import { program } from "./program";
import { endOnSignals } from "./signals";

// Whoever reads us may stop reading, as head does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

endOnSignals();
program().parseAsync();
