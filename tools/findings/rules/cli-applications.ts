import { CLIENT_CREDENTIALS_GRANT, TOKEN_EXCHANGE_GRANT } from "../../../lib/rules/choices";
import type { OAuth2Provider } from "../../authentik/objects";
import * as objects from "../../objects";
import { attribute, deployedIds, type SetUpObject } from "../../set-up/set-up";
import { cliApplicationProviders, cliProvider, deployedCliApplications } from "../../set-up/the-agents";
import type { Evidence, Rule } from "../rule";
import { bindingsOf, unmanagedAccess } from "./access";
import { isFromBeforeGrants, SET_RELEASE } from "./releases";

const REFUSED = "`ak auth` gets no tokens for the application";
const APPLY = "run agent-stack apply; if the plan is empty,";

/** What a plan cannot see of applications that take the CLI's tokens. */
export const cliApplicationRules: readonly Rule[] = [
  {
    code: "unmanaged-cli-application",
    severity: "weakens security",
    consequence:
      "whoever is logged in with the agent's CLI gets tokens for an application that the configuration does not have",
    findings: ({ managed, live }) => {
      const cli = cliProvider(managed)?.deployed?.id;
      const known = deployedIds(managed, objects.provider.type);
      return (live.providers ?? [])
        .filter(({ jwt_federation_providers: accepted }) => accepted?.some((pk) => String(pk) === cli))
        .filter(({ pk }) => !known.includes(String(pk)))
        .map(({ pk, name, assigned_application_slug: slug, client_type }) => {
          // What adopt leaves, it is not to be sent to.
          const takeOver =
            slug && client_type !== "confidential"
              ? `take it over with agent-stack adopt ${managed.environment}, or `
              : "";
          return {
            subject: `provider "${name}"`,
            unmanaged: { type: objects.provider.type, id: String(pk) },
            message: `the provider${slug ? ` of application "${slug}"` : ", which serves no application yet,"} accepts the CLI's tokens and Terraform does not manage it`,
            remedy: `${takeOver}take the CLI's provider out of its federated providers under ${objects.provider.adminPage}`,
          };
        });
    },
  },
  {
    code: "cli-application-client-id-taken",
    severity: "breaks logins",
    consequence: "authentik refuses a second provider with this client id, so the apply fails",
    findings: ({ managed, live }) =>
      cliApplicationProviders(managed).flatMap((object) => {
        const clientId = attribute(object, "client_id");
        return (live.providers ?? [])
          .filter(({ pk, client_id }) => client_id === clientId && String(pk) !== object.deployed?.id)
          .map(({ pk, name }) => ({
            subject: `provider "${name}"`,
            unmanaged: { type: objects.provider.type, id: String(pk) },
            message: `the provider has the client id "${clientId}" and is not the one Terraform manages`,
            remedy: `take it over with agent-stack adopt ${managed.environment}, or delete it under ${objects.provider.adminPage}`,
          }));
      }),
  },
  {
    code: "unmanaged-cli-application-binding",
    severity: "changes access",
    consequence: "who gets tokens for the application is not what the configuration says",
    findings: (evidence) =>
      deployedCliApplications(evidence.managed).flatMap((application) =>
        unmanagedAccess(
          evidence,
          {
            id: application.deployed?.uuid,
            mode: attribute(application, "policy_engine_mode"),
            isOpenWithout: true,
          },
          subjectOf(application),
          "cliApplications[].access",
          objects.application.adminPage,
        ),
      ),
  },
  {
    code: "open-cli-application",
    severity: "weakens security",
    consequence: "everyone who can log in to authentik gets tokens for the application",
    findings: (evidence) =>
      deployedCliApplications(evidence.managed).flatMap((application) => {
        const { managed, live } = evidence;
        const configured = bindingsOf(managed, application);
        const isHidden = live.lost.some(({ address }) => configured.some((each) => each.address === address));
        const inForce = live.bindings[String(application.deployed?.uuid)]?.filter(({ enabled }) => enabled);
        if (configured.length === 0 || inForce === undefined || inForce.length > 0) return [];
        if (isHidden && !live.seesEverything) return [];
        return [
          {
            subject: subjectOf(application),
            address: configured[0]?.address,
            message: `none of the ${configured.length} configured bindings is in force`,
            remedy:
              "run agent-stack apply, which creates them again; where the configuration disables them all, enable one",
          },
        ];
      }),
  },
  {
    code: "cli-application-grant-missing",
    severity: "breaks logins",
    consequence: REFUSED,
    findings: (evidence) =>
      providersOf(evidence).flatMap(({ object, grant_types: grants }) =>
        grants === undefined || grants.includes(CLIENT_CREDENTIALS_GRANT)
          ? []
          : [
              {
                subject: object.address,
                message: `the provider's grant types are ${grants.join(", ") || "empty"}, without ${CLIENT_CREDENTIALS_GRANT}`,
                remedy: grantsRemedy(evidence),
              },
            ],
      ),
  },
  {
    code: "cli-application-grant-added",
    severity: "weakens security",
    consequence: "tokens for the application can be had in a way that `ak auth` does not need",
    findings: (evidence) =>
      providersOf(evidence).flatMap(({ object, grant_types: grants = [] }) => {
        const wanted = object.configured?.grant_types;
        const allowed = Array.isArray(wanted) ? wanted : [CLIENT_CREDENTIALS_GRANT, TOKEN_EXCHANGE_GRANT];
        const others = grants.filter((grant) => !allowed.includes(grant));
        return others.length === 0
          ? []
          : [
              {
                subject: object.address,
                message: `the provider may also use ${others.join(", ")}`,
                remedy: grantsRemedy(evidence),
              },
            ];
      }),
  },
  {
    code: "cli-application-without-signing-key",
    severity: "breaks logins",
    consequence:
      "nobody can check the application's tokens by the published keys, as Kubernetes and AWS do: they refuse them",
    findings: (evidence) =>
      providersOf(evidence)
        .filter(({ signing_key }) => signing_key === null)
        .map(({ object }) => ({
          subject: object.address,
          message: "the provider has no signing key",
          remedy: "run agent-stack apply",
        })),
  },
  {
    code: "cli-application-refuses-cli",
    severity: "breaks logins",
    consequence: REFUSED,
    findings: (evidence) => {
      const cli = cliProvider(evidence.managed)?.deployed?.id;
      return providersOf(evidence)
        .filter(({ jwt_federation_providers: accepted }) => accepted && cli !== undefined)
        .filter(({ jwt_federation_providers: accepted }) => !accepted?.some((pk) => String(pk) === cli))
        .map(({ object }) => ({
          subject: object.address,
          message: "the provider does not accept the CLI's tokens",
          remedy: "run agent-stack apply",
        }));
    },
  },
];

const grantsRemedy = ({ managed }: Evidence) =>
  isFromBeforeGrants(managed)
    ? SET_RELEASE
    : `${APPLY} set grantTypes of the application in the configuration`;

/** The deployed providers of these applications, as they are now. */
function providersOf({
  managed,
  live,
}: Evidence): readonly (OAuth2Provider & { readonly object: SetUpObject })[] {
  return cliApplicationProviders(managed).flatMap((object) => {
    const found = live.providers?.find(({ pk }) => String(pk) === object.deployed?.id);
    return found ? [{ ...found, object }] : [];
  });
}

const subjectOf = (application: SetUpObject) => `application "${attribute(application, "slug")}"`;
