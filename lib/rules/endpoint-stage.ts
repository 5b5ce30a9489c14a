import { ENDPOINT_STAGE_MODES } from "./choices";
import type { Obligations } from "./obligations";
import { choice, name, settings, slug, wholeNumber, withExample } from "./setting-types";

export const ENDPOINT_STAGE = {
  mode: choice(ENDPOINT_STAGE_MODES, "Whether a login needs a known device.", "optional"),
  bind: settings(
    "The flow that the stage is put into; by default none, so that it checks nothing until somebody binds it.",
    {},
    {
      flow: withExample(
        slug("Slug of an existing flow, such as default-authentication-flow."),
        "default-authentication-flow",
      ),
      order: withExample(
        wholeNumber("Place among the flow's stages, which run from the lowest to the highest."),
        15,
      ),
    },
  ),
};

/** What is wrong with a stage whose connector has no challenge key. */
export const NEEDS_CHALLENGE_KEY =
  "connector: has no challenge key, so that the stage would let everybody pass unchecked: give the connector a challengeKey";

const STAGE =
  "A stage that checks the device on which someone logs in, to be bound to an authentication flow.";
const REQUIRED = { name: withExample(name("Name of the stage, unique in authentik."), "device-check") };

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
