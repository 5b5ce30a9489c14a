import { droppedValues } from "../../repair/dropped-values";
import { attribute, resourcesOf, type SetUpObject } from "../../set-up/set-up";
import { cliApplication, deviceCodeFlow } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";

/**
 * The live counterparts of what Terraform deployed, by type: undefined is unknown, null is gone.
 *
 * Enrollment tokens are not among them: authentik itself deletes those that have expired.
 */
const LIVE: Readonly<Record<string, (evidence: Evidence, id: string) => object | null | undefined>> = {
  authentik_application: ({ managed, live }, id) =>
    id === attribute(cliApplication(managed), "slug") ? live.application : undefined,
  authentik_flow: ({ managed, live }, id) =>
    id === attribute(deviceCodeFlow(managed), "slug") ? live.flow : undefined,
  authentik_provider_oauth2: ({ live }, id) => found(live.providers, ({ pk }) => String(pk) === id),
  authentik_brand: ({ live }, id) => found(live.brands, ({ brand_uuid }) => brand_uuid === id),
  authentik_endpoints_connector_agent: ({ live }, id) =>
    found(live.connectors, ({ connector_uuid }) => connector_uuid === id),
  authentik_endpoints_device_access_group: ({ live }, id) =>
    live.missingDeviceAccessGroups.includes(id) ? null : undefined,
};

/** Terraform adopts brands and makes none. */
const MISSING_BRAND =
  "make a brand of that domain again under System > Brands and run terraform apply, once more if it says that the domain must be unique; or take the domain out of brands.others";

export const deploymentRules: readonly Rule[] = [
  {
    code: "object-gone",
    severity: "breaks logins",
    consequence: "the set-up is incomplete, so logins or enrolments fail for everyone whom it serves",
    sightings: (evidence) =>
      deployed(evidence)
        .filter(([, live]) => live === null)
        .map(([object]) => ({
          subject: object.address,
          message: `authentik no longer has the object ${object.deployed?.id} that Terraform deployed`,
          remedy:
            object.type === "authentik_brand" ? MISSING_BRAND : "run terraform apply, which makes it again",
        })),
  },
  {
    code: "value-dropped",
    severity: "changes access",
    consequence:
      "the object keeps a value that the configuration took away, and every apply says it succeeded",
    sightings: (evidence) =>
      deployed(evidence).flatMap(([object, live]) =>
        droppedValues(object, (live ?? {}) as Record<string, unknown>).map(
          ({ attribute, wanted, found: value }) => ({
            subject: object.address,
            message: `${attribute} is ${JSON.stringify(value)} where the configuration says ${JSON.stringify(wanted)}, which the provider cannot send`,
            remedy: `run agent-stack repair ${evidence.managed.environment}`,
          }),
        ),
      ),
  },
];

function deployed(evidence: Evidence): readonly (readonly [SetUpObject, object | null | undefined])[] {
  return Object.entries(LIVE).flatMap(([type, find]) =>
    resourcesOf(evidence.managed, type)
      .filter((object) => object.deployed)
      .map((object) => [object, find(evidence, String(object.deployed?.id))] as const),
  );
}

function found<T>(objects: readonly T[] | undefined, matches: (object: T) => boolean): T | null | undefined {
  return objects && (objects.find(matches) ?? null);
}
