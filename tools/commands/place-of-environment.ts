import { configurationFile } from "../../configuration/configuration-file";
import { placeOfSetting } from "../authentik/places";

/** Where an environment is written, for example `agent-stack.yaml:3`; undefined where it is not. */
export const placeOfEnvironment = (name: string): string | undefined =>
  placeOfSetting(configurationFile(process.env), name, []);
