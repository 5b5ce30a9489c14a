import type { FlowStageBinding } from "../../authentik/objects";
import * as objects from "../../objects";
import { USER_LOGIN_MODEL } from "../../objects/stage";
import { meaningOf, means } from "../../set-up/meaning";
import { attribute, deployedIds, resourcesOf } from "../../set-up/set-up";
import type { Evidence, Rule } from "../rule";

/** Stages after which a check of the device comes too late. */
const DECIDING: Readonly<Record<string, string>> = {
  [USER_LOGIN_MODEL]: "logs people in",
  [`${objects.endpointStage.api.app}.${objects.endpointStage.api.model}`]: "checks the device by itself",
};

export const endpointStageRules: readonly Rule[] = [
  {
    code: "endpoint-stage-without-key",
    severity: "weakens security",
    consequence: "the stage lets everybody pass unchecked, in mode required too",
    findings: (evidence) =>
      deployedStages(evidence).flatMap(({ address, deployed }) => {
        const connector = evidence.live.connectors?.find(
          (each) => each.connector_uuid === deployed?.connector,
        );
        if (connector?.challenge_key !== null) return [];
        return [
          {
            subject: address,
            address: resourcesOf(evidence.managed, objects.connector.type).find(
              (each) => each.deployed?.id === connector.connector_uuid,
            )?.address,
            message: `its connector "${connector.name}" has no challenge key`,
            remedy:
              "run agent-stack apply; if the plan is empty, set challengeKey of the connector; devices that joined before then restart their agent",
          },
        ];
      }),
  },
  {
    code: "endpoint-stage-unbound",
    severity: "weakens security",
    consequence: "no login checks the device: a stage has an effect in a flow only",
    findings: (evidence) =>
      deployedStages(evidence)
        .filter(({ deployed }) => evidence.live.stagePlaces[String(deployed?.id)]?.length === 0)
        .map((stage) => ({
          subject: stage.address,
          address: resourcesOf(evidence.managed, objects.flowStageBinding.type).find((binding) =>
            means(meaningOf(evidence.managed, binding, "stage"), stage),
          )?.address,
          message: "no flow has the stage",
          remedy: `run agent-stack apply; if the plan is empty, name a flow in bind of the stage, or bind it under ${PLACE}`,
        })),
  },
  {
    code: "stage-before-endpoint-stage",
    severity: "weakens security",
    consequence: "whoever passes that stage is let in, or turned away, before the device is checked",
    findings: (evidence) =>
      deployedStages(evidence).flatMap((stage) =>
        (evidence.live.stagePlaces[String(stage.deployed?.id)] ?? []).flatMap((place) =>
          before(place, evidence).map(({ stage_obj, order }) => ({
            subject: stage.address,
            message: `stage "${stage_obj?.name}", which ${DECIDING[stage_obj?.meta_model_name ?? ""]}, comes before it in flow "${flowName(evidence, place)}", with order ${order} before ${place.order}`,
            remedy: `move one of them under ${PLACE}, or by order in bind of the stage`,
          })),
        ),
      ),
  },
];

const PLACE = `${objects.flowStageBinding.adminPage} > the flow > Stage Bindings`;

function deployedStages({ managed }: Evidence) {
  return resourcesOf(managed, objects.endpointStage.type).filter(({ deployed }) => deployed);
}

/** What others put before a stage of ours and decides there. */
function before(place: FlowStageBinding, { managed, live }: Evidence): readonly FlowStageBinding[] {
  const ours = deployedIds(managed, objects.flowStageBinding.type);
  return (live.stagesOfFlows[place.target] ?? []).filter(
    ({ pk, order, stage_obj }) =>
      order < place.order && !ours.includes(pk) && (stage_obj?.meta_model_name ?? "") in DECIDING,
  );
}

/** The slug by which the configuration names the flow, else its id. */
function flowName({ managed }: Evidence, { target }: FlowStageBinding): string {
  const flow = managed.objects.find(
    ({ type, deployed }) => type === objects.flow.type && [deployed?.uuid, deployed?.id].includes(target),
  );
  return attribute(flow, "slug") ?? target;
}
