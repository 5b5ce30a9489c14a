import * as objects from "../../objects";
import { attribute, deployedIds, resourcesOf } from "../../set-up/set-up";
import { cliProvider } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";
import { bindingsOf } from "./access";
import { ownProvider, usedMappings } from "./provider";
import { leavesGrants, MANAGE_GRANTS } from "./releases";

const REFRESHES = "`ak config setup` succeeds and everything after it fails, with a refresh every minute";

/** Scopes without which the agent does not work. */
const NEEDED_SCOPES = ["openid", "profile", "offline_access"];

const APPLY = "run agent-stack apply; if the plan is empty,";

/** What keeps the agent's own client from working, be it configured so. */
export const clientRules: readonly Rule[] = [
  {
    code: "needed-scope-missing",
    severity: "breaks logins",
    consequence: `without \`openid\` tokens do not say who logged in, without \`offline_access\` \`ak config setup\` fails, and without \`profile\` ${REFRESHES}`,
    findings: (evidence) => {
      if (!ownProvider(evidence) || evidence.live.scopeMappings === undefined) return [];
      const scopes = usedMappings(evidence).map(({ scope_name }) => scope_name);
      const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
      return missing.map((scope) => ({
        subject: subjectOf(evidence),
        message: `no scope mapping of the provider has the scope "${scope}"`,
        remedy: `${APPLY} add it to cli.scopes in the configuration`,
      }));
    },
  },
  {
    code: "refresh-grant-missing",
    severity: "breaks logins",
    consequence: "agents cannot renew their tokens: people are logged out when the access token expires",
    findings: (evidence) => {
      const grants = ownProvider(evidence)?.grant_types;
      if (grants === undefined || grants.includes("refresh_token")) return [];
      const object = cliProvider(evidence.managed);
      return [
        {
          subject: subjectOf(evidence),
          message: `the provider's grant types are ${grants.join(", ") || "empty"}, without refresh_token`,
          remedy: leavesGrants(object)
            ? MANAGE_GRANTS
            : `${APPLY} add it to cli.grantTypes in the configuration`,
        },
      ];
    },
  },
  {
    code: "claims-left-out",
    severity: "breaks logins",
    consequence: REFRESHES,
    findings: (evidence) =>
      ownProvider(evidence)?.include_claims_in_id_token === false
        ? [
            {
              subject: subjectOf(evidence),
              message: "the provider leaves the scopes' claims out of the id token",
              remedy: `${APPLY} remove cli.includeClaimsInIdToken from the configuration`,
            },
          ]
        : [],
  },
  {
    code: "no-device-login-flow",
    severity: "breaks logins",
    consequence: "authentik answers 400 where people log in on a device of the connector",
    findings: ({ managed, live }) =>
      deployedIds(managed, objects.deviceAccessGroup.type).length === 0
        ? []
        : resourcesOf(managed, objects.connector.type)
            .filter(
              ({ deployed }) =>
                live.connectors?.find(({ connector_uuid }) => connector_uuid === deployed?.id)
                  ?.authorization_flow === null,
            )
            .map(({ address }) => ({
              subject: address,
              message: "the connector has no authorization flow, and there are device access groups",
              remedy: `${APPLY} name a flow in connector.authorizationFlow`,
            })),
  },
  {
    code: "enrollment-token-without-group",
    severity: "breaks logins",
    consequence:
      "devices that enrol with it come into no device access group: nobody can log in to them unless bound to the device itself",
    findings: ({ managed, live }) => {
      const known = deployedIds(managed, objects.enrollmentToken.type);
      return (live.enrollmentTokens ?? [])
        .filter(({ token_uuid, device_group }) => known.includes(token_uuid) && device_group === null)
        .map(({ name, token_uuid }) => ({
          subject: `enrollment token "${name}"`,
          address: resourcesOf(managed, objects.enrollmentToken.type).find(
            ({ deployed }) => deployed?.id === token_uuid,
          )?.address,
          message: "the token has no device access group",
          remedy: `${APPLY} name one in deviceAccessGroup of the token`,
        }));
    },
  },
  {
    code: "closed-device-access-group",
    severity: "breaks logins",
    consequence: "nobody can log in to the group's devices unless bound to the device itself",
    findings: ({ managed, live }) =>
      resourcesOf(managed, objects.deviceAccessGroup.type)
        .filter(({ deployed }) => {
          const bindings = live.bindings[String(deployed?.id)];
          return bindings !== undefined && !bindings.some(({ enabled }) => enabled);
        })
        .map((group) => ({
          subject: `device access group "${attribute(group, "name")}"`,
          address: bindingsOf(managed, group)[0]?.address,
          message: "no binding of the group is in force",
          remedy: `${APPLY} name groups, users or policies in its access`,
        })),
  },
];

const subjectOf = ({ managed }: Evidence) => cliProvider(managed)?.address ?? "";
