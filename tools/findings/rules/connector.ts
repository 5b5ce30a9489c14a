import type { EnrollmentToken } from "../../authentik/objects";
import * as objects from "../../objects";
import {
  attribute,
  deployedIds,
  isConfigured,
  type SetUpObject as ManagedObject,
  resourcesOf,
  wantedValue,
} from "../../set-up/set-up";
import type { Rule } from "../rule";

export const connectorRules: readonly Rule[] = [
  {
    code: "connector-name-taken",
    severity: "weakens security",
    consequence:
      "whoever makes enrollment tokens or stages can pick the wrong connector, whose devices obey other settings",
    findings: ({ managed, live }) => {
      const known = deployedIds(managed, objects.connector.type);
      return resourcesOf(managed, objects.connector.type).flatMap((object) =>
        (live.connectors ?? [])
          .filter(
            ({ name, connector_uuid }) =>
              name === attribute(object, "name") && !known.includes(connector_uuid),
          )
          .map((connector) => ({
            subject: `connector "${connector.name}"`,
            unmanaged: { type: objects.connector.type, id: connector.connector_uuid },
            message: `connector ${connector.connector_uuid} has the same name and Terraform does not manage it`,
            remedy: object.deployed
              ? `delete or rename it under ${objects.connector.adminPage}`
              : `take it over with agent-stack adopt ${managed.environment}, or delete it under ${objects.connector.adminPage}`,
          })),
      );
    },
  },
  {
    code: "unmanaged-federation",
    severity: "weakens security",
    consequence: "people with a token of that provider can log in to every device of the connector",
    findings: ({ managed, live }) =>
      resourcesOf(managed, objects.connector.type).flatMap(({ address, deployed }) => {
        const known = (deployed?.jwt_federation_providers ?? []) as readonly number[];
        const connector = live.connectors?.find(({ connector_uuid }) => connector_uuid === deployed?.id);
        const extra = (connector?.jwt_federation_providers ?? []).filter((id) => !known.includes(id));
        return extra.map((id) => ({
          subject: address,
          message: `the connector accepts tokens of provider "${live.providers?.find(({ pk }) => pk === id)?.name ?? id}", which Terraform did not configure`,
          remedy: "run terraform apply, which takes it out, or add it to connector.furtherFederatedProviders",
        }));
      }),
  },
  {
    code: "unmanaged-enrollment-token",
    severity: "weakens security",
    consequence: "whoever holds its key can enrol devices with this connector",
    findings: ({ managed, live, now }) => {
      const known = deployedIds(managed, objects.enrollmentToken.type);
      const connectors = deployedIds(managed, objects.connector.type);
      return (live.enrollmentTokens ?? [])
        .filter((token) => connectors.includes(token.connector) && !known.includes(token.token_uuid))
        .filter((token) => !token.expiring || token.expires === null || new Date(token.expires) > now)
        .map((token) => ({
          subject: `enrollment token "${token.name}"`,
          unmanaged: { type: objects.enrollmentToken.type, id: token.token_uuid },
          message: `the token ${validity(token)} and Terraform does not manage it`,
          remedy: `delete it under ${objects.enrollmentToken.adminPage}, or add it to enrollmentTokens in the configuration`,
        }));
    },
  },
  {
    code: "enrollment-token-extended",
    severity: "weakens security",
    consequence:
      "whoever ever saw its key can enrol devices for longer than configured; the provider does not read the expiry, so no plan shows it",
    findings: ({ managed, live, now }) =>
      resourcesOf(managed, objects.enrollmentToken.type).flatMap((object) => {
        const token = live.enrollmentTokens?.find(({ token_uuid }) => token_uuid === object.deployed?.id);
        const isLimited = isConfigured(managed, object) && wantedValue(managed, object, "expiring") !== false;
        if (!token || !isLimited) return [];
        const end =
          token.expiring && token.expires !== null ? Date.parse(token.expires) : Number.POSITIVE_INFINITY;
        if (end <= latestEnd(object, now)) return [];
        return [
          {
            subject: object.address,
            message: `the token ${validity(token)}, which is longer than configured`,
            remedy: `replace it with terraform apply -replace=${object.address}, or set its expires in the configuration`,
          },
        ];
      }),
  },
];

/** When a token may end: as configured, else a day from now, as the server gives new ones half an hour. */
function latestEnd(token: ManagedObject, now: Date): number {
  const configured = attribute(token, "expires");
  return configured === undefined ? now.getTime() + 24 * 60 * 60 * 1000 : Date.parse(configured);
}

function validity({ expiring, expires }: EnrollmentToken): string {
  return expiring && expires !== null ? `is valid until ${expires}` : "never expires";
}
