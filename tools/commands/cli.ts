#!/usr/bin/env node
import { placeOfSetting, placeOfText } from "../../configuration/written-place";
import { namePlacesBy } from "../authentik/places";
import { program } from "./program";
import { endOnSignals } from "./signals";

// Whoever reads us may stop reading, as head does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

namePlacesBy({ ofSetting: placeOfSetting, ofText: placeOfText });
endOnSignals();
program().parseAsync();
