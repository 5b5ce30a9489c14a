import type { Connector } from "../../authentik/objects";
import { attribute, deployedIds, resourcesOf } from "../../managed-set-up";
import type { Evidence, Rule } from "../rule";

export const connectorRules: readonly Rule[] = [
  {
    code: "connector-name-taken",
    severity: "weakens security",
    consequence:
      "whoever makes enrollment tokens or stages can pick the wrong connector, whose devices obey other settings",
    sightings: (evidence) => {
      const [object] = resourcesOf(evidence.managed, "authentik_endpoints_connector_agent");
      const name = attribute(object, "name");
      return (evidence.live.connectors ?? [])
        .filter((connector) => connector.name === name && connector.connector_uuid !== object?.deployed?.id)
        .map((connector) => ({
          subject: `connector "${connector.name}"`,
          message: `connector ${connector.connector_uuid} has the same name and Terraform does not manage it`,
          remedy: object?.deployed
            ? "delete or rename it under Endpoint Devices > Connectors"
            : `take it over with terraform import ${object?.address} ${connector.connector_uuid}, or delete it under Endpoint Devices > Connectors`,
        }));
    },
  },
  {
    code: "unmanaged-federation",
    severity: "weakens security",
    consequence: "people with a token of that provider can log in to every device of the connector",
    sightings: ({ managed, live }) => {
      const [object] = resourcesOf(managed, "authentik_endpoints_connector_agent");
      const known = (object?.deployed?.jwt_federation_providers ?? []) as readonly number[];
      const extra = ownConnector({ managed, live })?.jwt_federation_providers.filter(
        (id) => !known.includes(id),
      );
      return (extra ?? []).map((id) => ({
        subject: object?.address ?? "",
        message: `the connector accepts tokens of provider "${live.providers?.find(({ pk }) => pk === id)?.name ?? id}", which Terraform did not configure`,
        remedy: "run terraform apply, which takes it out, or add it to connector.furtherFederatedProviders",
      }));
    },
  },
  {
    code: "unmanaged-enrollment-token",
    severity: "weakens security",
    consequence: "whoever holds its key can enrol devices with this connector",
    sightings: ({ managed, live, now }) => {
      const known = deployedIds(managed, "authentik_endpoints_connector_agent_enrollment_token");
      const connectors = deployedIds(managed, "authentik_endpoints_connector_agent");
      return (live.enrollmentTokens ?? [])
        .filter((token) => connectors.includes(token.connector) && !known.includes(token.token_uuid))
        .filter((token) => !token.expiring || token.expires === null || new Date(token.expires) > now)
        .map((token) => ({
          subject: `enrollment token "${token.name}"`,
          message: `the token ${token.expiring ? `is valid until ${token.expires}` : "never expires"} and Terraform does not manage it`,
          remedy:
            "delete it under Endpoint Devices > Connectors, or add it to enrollmentTokens in the configuration",
        }));
    },
  },
  {
    code: "enrollment-token-never-expires",
    severity: "weakens security",
    consequence:
      "whoever ever saw its key can enrol devices for good; the provider does not read this attribute, so no plan shows it",
    sightings: ({ managed, live }) =>
      resourcesOf(managed, "authentik_endpoints_connector_agent_enrollment_token")
        .filter((object) => object.configured && object.configured.expiring !== false)
        .filter((object) =>
          live.enrollmentTokens?.some((token) => token.token_uuid === object.deployed?.id && !token.expiring),
        )
        .map((object) => ({
          subject: object.address,
          message: "the token never expires, against the configuration",
          remedy: `replace it with terraform apply -replace=${object.address}`,
        })),
  },
];

function ownConnector({ managed, live }: Pick<Evidence, "managed" | "live">): Connector | undefined {
  const ids = deployedIds(managed, "authentik_endpoints_connector_agent");
  return live.connectors?.find((connector) => ids.includes(connector.connector_uuid));
}
