import type { AgentStackProps } from "../../lib";

/** Everything the stack can manage, each text filled in, under names that begin with `prefix`. */
export function wholeSetUp(prefix: string): AgentStackProps {
  return {
    deviceCodeFlow: { name: `${prefix}-flow`, slug: `${prefix}-flow` },
    cli: {
      name: `${prefix}-cli`,
      clientId: `${prefix}-cli`,
      authenticationFlow: "default-authentication-flow",
      application: {
        name: `${prefix}-cli`,
        slug: `${prefix}-cli`,
        group: "Tools",
        launchUrl: "https://example.com/cli",
        icon: "https://example.com/cli.png",
        description: "Logs in devices",
        publisher: "Platform team",
      },
      access: [{ group: "authentik Admins" }, { user: "akadmin" }],
    },
    connector: {
      name: `${prefix}-connector`,
      authorizationFlow: "default-provider-authorization-implicit-consent",
      challengeKey: "authentik Self-signed Certificate",
    },
    deviceAccessGroups: [{ name: `${prefix}-workstations`, access: [{ group: "authentik Admins" }] }],
    enrollmentTokens: [{ name: `${prefix}-token`, deviceAccessGroup: `${prefix}-workstations` }],
    // Into a flow in which no test logs in.
    endpointStages: [{ name: `${prefix}-stage`, bind: { flow: "default-user-settings-flow", order: 15 } }],
  };
}
