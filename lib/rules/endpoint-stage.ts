import { ENDPOINT_STAGE_MODES } from "./choices";
import type { Obligations } from "./obligations";
import { choice, name, settings } from "./setting-types";

export const ENDPOINT_STAGE = {
  mode: choice(ENDPOINT_STAGE_MODES, "Whether a login needs a known device.", "optional"),
};

const STAGE =
  "A stage that checks the device on which someone logs in, to be bound to an authentication flow.";
const REQUIRED = { name: name("Name of the stage, unique in authentik.") };

export const endpointStageSettings = settings(STAGE, ENDPOINT_STAGE, REQUIRED);

export const endpointStageOfStack = settings(
  STAGE,
  {
    ...ENDPOINT_STAGE,
    renamedFrom: name("Name that the stage had, so that it is renamed and not made anew."),
  },
  REQUIRED,
);

export const endpointStage: Obligations<typeof endpointStageSettings> = {
  schema: endpointStageSettings,
  rules: [],
};
