import * as objects from "../../objects";
import { attribute } from "../../set-up/set-up";
import { deviceCodeFlow } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";
import { unmanaged, unmanagedFinding } from "./access";

export const flowRules: readonly Rule[] = [
  {
    code: "stage-on-device-flow",
    severity: "breaks logins",
    consequence:
      "everyone who enters a device code passes this stage first, which can stop them or ask for more than the code",
    findings: (evidence) =>
      (ownFlow(evidence) ? (evidence.live.flowStages ?? []) : []).map((binding) => ({
        subject: subjectOf(evidence),
        message: `stage "${binding.stage_obj?.name ?? binding.pk}" is bound to the device code flow, which is made without stages`,
        remedy: `remove it under ${objects.flow.adminPage} > the flow > Stage Bindings`,
      })),
  },
  {
    code: "unmanaged-flow-binding",
    severity: "breaks logins",
    consequence: "whoever the binding does not let through cannot log in with a device code",
    findings: (evidence) => {
      const flow = ownFlow(evidence);
      if (!flow) return [];
      return unmanaged(evidence, flow.policybindingmodel_ptr_id).map((binding) => ({
        ...unmanagedFinding(binding, subjectOf(evidence), "", `${objects.flow.adminPage} > the flow`),
        remedy: `remove it under ${objects.flow.adminPage} > the flow > Policy / Group / User Bindings`,
      }));
    },
  },
];

/** The live flow, if it is the one Terraform made: an existing flow may have stages and bindings of its own. */
function ownFlow({ managed, live }: Evidence) {
  const flow = deviceCodeFlow(managed);
  return flow?.deployed && flow.mode === "managed" ? live.flow : undefined;
}

function subjectOf({ managed }: Evidence): string {
  return `flow "${attribute(deviceCodeFlow(managed), "slug")}"`;
}
