import { DEVICE_CODE_GRANT } from "../../../lib/rules/choices";
import type { OAuth2Provider, ScopeMapping } from "../../authentik/objects";
import * as objects from "../../objects";
import { attribute } from "../../set-up/set-up";
import { cliApplicationProviders, cliProvider } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";
import { expectedMapping, recordedMapping } from "../scope-mapping-lock";
import { leavesGrants, MANAGE_GRANTS } from "./releases";

export const providerRules: readonly Rule[] = [
  {
    code: "device-grant-missing",
    severity: "breaks logins",
    consequence: "the device endpoint answers invalid_client, so nobody can log in with the agent's CLI",
    findings: (evidence) => {
      const grants = ownProvider(evidence)?.grant_types;
      if (grants === undefined || grants.includes(DEVICE_CODE_GRANT)) return [];
      const object = cliProvider(evidence.managed);
      return [
        {
          subject: object?.address ?? "",
          message: `the provider's grant types are ${grants.join(", ") || "empty"}, without the device code`,
          remedy: leavesGrants(object)
            ? MANAGE_GRANTS
            : "run agent-stack apply; if the plan is empty, set cli.grantTypes in the configuration",
        },
      ];
    },
  },
  {
    code: "scope-mapping-changed",
    severity: "weakens security",
    consequence:
      "what the CLI's tokens say about everyone who logs in is decided by an expression that nobody reviewed",
    findings: ({ managed, live, lock, ...evidence }) =>
      reviewedMappings({ managed, live, lock, ...evidence }).flatMap((mapping) => {
        const expected = expectedMapping(lock, managed.environment, mapping, live.version);
        if (!expected) return [];
        const actual = recordedMapping(mapping);
        const changes = [
          ...(actual.scopeName === expected.scopeName
            ? []
            : [`its scope is "${actual.scopeName}" instead of "${expected.scopeName}"`]),
          ...(actual.expression === expected.expression ? [] : ["its expression was rewritten"]),
        ];
        if (changes.length === 0) return [];
        return [
          {
            subject: `scope mapping "${mapping.name}"`,
            message: `the mapping is not the reviewed one: ${changes.join(" and ")}`,
            remedy: `review it under ${objects.scopeMapping.adminPage}, then put it back or run agent-stack verify --accept`,
          },
        ];
      }),
  },
  {
    code: "scope-mapping-unrecorded",
    severity: "weakens security",
    consequence:
      "what the CLI's tokens say about everyone who logs in is decided by an expression that nobody reviewed",
    findings: (evidence) => {
      const { managed, live, lock } = evidence;
      if (!lock.scopeMappings[managed.environment]) return [];
      return reviewedMappings(evidence)
        .filter((mapping) => expectedMapping(lock, managed.environment, mapping, live.version) === undefined)
        .map((mapping) => ({
          subject: `scope mapping "${mapping.name}"`,
          message: `the mapping is in use and agent-stack.lock.json has no record of it, while it has some of ${managed.environment}`,
          remedy: `review it under ${objects.scopeMapping.adminPage}, then run agent-stack verify --accept`,
        }));
    },
  },
  {
    code: "client-id-taken",
    severity: "breaks logins",
    consequence: "authentik refuses a second provider with this client id, so the apply fails",
    findings: (evidence) => {
      const object = cliProvider(evidence.managed);
      const clientId = attribute(object, "client_id");
      return others(evidence)
        .filter((provider) => provider.client_id === clientId)
        .map((provider) => ({
          subject: `provider "${provider.name}"`,
          unmanaged: { type: objects.provider.type, id: String(provider.pk) },
          message: `the provider has the client id "${clientId}" and is not the one Terraform manages`,
          remedy: `take it over with agent-stack adopt ${evidence.managed.environment}, or delete it under ${objects.provider.adminPage}`,
        }));
    },
  },
  {
    code: "provider-name-taken",
    severity: "breaks logins",
    consequence: "authentik refuses a second provider with this name, so the apply fails",
    findings: (evidence) => {
      const object = cliProvider(evidence.managed);
      const clientId = attribute(object, "client_id");
      return others(evidence)
        .filter((provider) => provider.name === attribute(object, "name") && provider.client_id !== clientId)
        .map((provider) => ({
          subject: `provider "${provider.name}"`,
          unmanaged: { type: objects.provider.type, id: String(provider.pk) },
          message: "another provider already has this name, with another client id",
          remedy: `choose another cli.name in the configuration, or rename it under ${objects.provider.adminPage}`,
        }));
    },
  },
];

/** The scope mappings that the CLI's provider puts into tokens. */
export function usedMappings(evidence: Evidence): readonly ScopeMapping[] {
  const used = ownProvider(evidence)?.property_mappings ?? [];
  return (evidence.live.scopeMappings ?? []).filter((mapping) => used.includes(mapping.pk));
}

/** Those, and the ones that applications of the command line put into theirs. */
export function reviewedMappings(evidence: Evidence): readonly ScopeMapping[] {
  const { managed, live } = evidence;
  const ids = cliApplicationProviders(managed).flatMap(({ deployed }) => (deployed ? [deployed.id] : []));
  const others = (live.providers ?? []).filter(({ pk }) => ids.includes(String(pk)));
  const used = [ownProvider(evidence), ...others].flatMap((each) => each?.property_mappings ?? []);
  return (live.scopeMappings ?? []).filter(({ pk }) => used.includes(pk));
}

function isOwn(evidence: Evidence, provider: OAuth2Provider): boolean {
  return String(provider.pk) === cliProvider(evidence.managed)?.deployed?.id;
}

export function ownProvider(evidence: Evidence): OAuth2Provider | undefined {
  return evidence.live.providers?.find((provider) => isOwn(evidence, provider));
}

function others(evidence: Evidence): readonly OAuth2Provider[] {
  return (evidence.live.providers ?? []).filter((provider) => !isOwn(evidence, provider));
}
