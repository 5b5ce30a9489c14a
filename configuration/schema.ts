import * as z from "zod";
import { bindingSettings } from "../lib/rules/access";
import { agentStackRows } from "../lib/rules/agent-stack";
import { environmentName, name, orNothing, settings, uuid } from "../lib/rules/setting-types";

const binding = bindingSettings(name("Name, under `policies`, of the policy that decides."));

export const environmentSchema = settings(
  "One authentik server; what is left out has the documentation's value.",
  {
    extends: z.union([z.array(environmentName("Name.")).min(1), environmentName("Name.")]).meta({
      description:
        "Another environment or template, or a list of them, whose settings hold here too, those of a later one before an earlier one's, unless this one gives its own.",
      errorMessage: "expected the name of an environment or template, or a list of such names",
    }),
    renamedFrom: environmentName(
      "Name that the environment had, from whose place `agent-stack move-state` moves the state. Not inherited.",
    ),
    policies: orNothing(
      z.record(name("Name of the policy."), uuid("UUID of the policy.")).meta({
        description: "UUIDs of the policies that `access` names.",
        errorMessage: "expected a mapping",
      }),
    ),
    ...agentStackRows(binding),
  },
);

/** The one definition of agent-stack.yaml, from which validation, types and the editors' JSON Schema come. */
export const configurationSchema = z
  .strictObject({
    environments: z
      .record(environmentName("Name of the environment, also of its stack."), orNothing(environmentSchema))
      .refine((environments) => Object.keys(environments).length > 0)
      .meta({
        description: "The environments by name, each with its own authentik server and state.",
        errorMessage:
          'expected environments by name, such as "production: {}", or each in a file of its own, such as environments/production.yaml',
        minProperties: 1,
      }),
    templates: z
      .record(environmentName("Name of the template."), orNothing(environmentSchema))
      .meta({
        description: "Settings by name that environments extend, without being environments themselves.",
        errorMessage: "expected a mapping",
      })
      .optional(),
  })
  .meta({ description: "Configuration of agent-stack.", errorMessage: "expected a mapping" });

export type EnvironmentSettings = z.output<typeof environmentSchema>;
export type BindingSettings = z.output<typeof binding>;
