import {
  DENIED_ACTIONS,
  FLOW_AUTHENTICATIONS,
  FLOW_DESIGNATIONS,
  FLOW_LAYOUTS,
  POLICY_ENGINE_MODES,
} from "./choices";
import type { Obligations } from "./obligations";
import type { Rule } from "./rule";
import { choice, flag, imageOrNone, name, settings, slug } from "./setting-types";

export const DEVICE_CODE_FLOW = {
  name: name("Name of the flow.", "default-device-code-flow"),
  title: name("What people see above the flow.", "Device code flow"),
  slug: slug("Slug of the flow.", "default-device-code-flow"),
  designation: choice(FLOW_DESIGNATIONS, "What authentik uses the flow for.", "stage_configuration"),
  authentication: choice(FLOW_AUTHENTICATIONS, "Who may enter the flow.", "require_authenticated"),
  layout: choice(FLOW_LAYOUTS, "How the flow looks.", "stacked"),
  background: imageOrNone(
    'The background image, "" for that of the brand.',
    "/static/dist/assets/images/flow_background.jpg",
  ),
  policyEngineMode: choice(POLICY_ENGINE_MODES, "Whether all bindings of the flow must pass or any.", "any"),
  deniedAction: choice(DENIED_ACTIONS, "What happens to people whom a binding denies.", "message_continue"),
  compatibilityMode: flag("Helps password managers and mobile devices at the price of a simpler page.", true),
};

const newFlow = settings("A new flow.", DEVICE_CODE_FLOW);

export const deviceCodeFlow: Obligations<typeof newFlow> = { schema: newFlow, rules: [] };

/** A new flow, or the slug of one that is deployed. */
export const deviceCodeFlowOrExisting = settings(
  "The flow in which people enter the code that their device shows; by default a new one with the documentation's values.",
  {
    existing: slug(
      "Slug of a flow that is already deployed, which is used as it is; no other setting of the flow can be given then.",
    ),
    ...DEVICE_CODE_FLOW,
  },
);

const flowSlug = settings("A flow.", {}, { slug: slug("Slug of the flow.") });

/** How a flow is looked up. */
export const existingFlow: Obligations<typeof flowSlug> = { schema: flowSlug, rules: [] };

export const existingFlowAlone: Rule<Readonly<Record<string, unknown>>, unknown> = {
  subjects: ({ existing, ...others }) =>
    existing === undefined ? [] : Object.keys(others).map((key) => ({ path: [key], judged: key })),
  condition: () => true,
  message: () => "given beside existing, whose flow is used as it is",
  remedy: () => "remove one of them",
};
