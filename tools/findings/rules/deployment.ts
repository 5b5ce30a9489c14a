import * as objects from "../../objects";
import type { ManagedType } from "../../objects/object-type";
import { droppedValues } from "../../set-up/dropped-values";
import { attribute, type SetUpObject as ManagedObject, resourcesOf } from "../../set-up/set-up";
import { cliApplication, deviceCodeFlow } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";

export const deploymentRules: readonly Rule[] = [
  {
    code: "value-dropped",
    severity: "changes access",
    consequence:
      "the object keeps a value that the configuration took away if the provider does not send the configured one, although every apply says that it succeeded",
    findings: (evidence) =>
      deployed(evidence).flatMap(([object, live]) =>
        droppedValues(object, (live ?? {}) as Record<string, unknown>).map(
          ({ attribute, wanted, found: value }) => ({
            subject: object.address,
            message: `${attribute} is ${JSON.stringify(value)} where the configuration says ${JSON.stringify(wanted)}`,
            remedy: `run agent-stack repair ${evidence.managed.environment}, which sends it, or says that an apply does`,
          }),
        ),
      ),
  },
];

function deployed(evidence: Evidence): readonly (readonly [ManagedObject, object | null | undefined])[] {
  return objects.MANAGED.flatMap((type) =>
    resourcesOf(evidence.managed, type.type)
      .filter((object) => object.deployed)
      .map((object) => [object, liveOf(evidence, type, String(object.deployed?.id))] as const),
  );
}

/** The live counterpart of what Terraform deployed: undefined is unknown, null is not found. */
function liveOf({ managed, live }: Evidence, type: ManagedType, id: string): object | null | undefined {
  const { listedAs } = type.api;
  if (listedAs) {
    const listed: readonly object[] | undefined = live[listedAs];
    const field = objects.fieldOf(type, "id");
    return listed && (listed.find((each) => String((each as Record<string, unknown>)[field]) === id) ?? null);
  }
  switch (type.type) {
    case objects.application.type:
      return id === attribute(cliApplication(managed), "slug") ? live.application : undefined;
    case objects.flow.type:
      return id === attribute(deviceCodeFlow(managed), "slug") ? live.flow : undefined;
    default:
      return undefined;
  }
}
