import type { CliApplicationPreset } from "./rules/cli-application";

/** What a token of an application says of itself. */
export interface TokenIdentity {
  /** Who issues the application's tokens. */
  readonly issuer: string;
  readonly clientId: string;
}

/** What to paste where the application's tokens are used, by the name of its output; to be filled in where in capitals. */
export const SNIPPETS: Readonly<
  Record<CliApplicationPreset, (identity: TokenIdentity) => Readonly<Record<string, string>>>
> = {
  kubernetes: ({ issuer, clientId }) => ({
    kubeconfig: lines(
      "users:",
      "  - name: authentik",
      "    user:",
      "      exec:",
      "        apiVersion: client.authentication.k8s.io/v1",
      "        command: ak",
      `        args: [auth, kubectl, --client-id, ${JSON.stringify(clientId)}]`,
      "        interactiveMode: IfAvailable",
    ),
    // Not the claim `email`: Kubernetes refuses addresses that authentik does not call verified.
    api_server_flags: lines(
      `--oidc-issuer-url=${issuer}`,
      `--oidc-client-id=${clientId}`,
      "--oidc-username-claim=preferred_username",
      "--oidc-username-prefix=oidc:",
      "--oidc-groups-claim=groups",
      "--oidc-groups-prefix=oidc:",
    ),
  }),
  aws: ({ issuer, clientId }) => {
    const identityProvider = issuer.replace(/^https?:\/\//, "");
    return {
      trust_policy: `${JSON.stringify(
        {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Federated: `arn:aws:iam::ACCOUNT:oidc-provider/${identityProvider}` },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: { StringEquals: { [`${identityProvider}:aud`]: clientId } },
            },
          ],
        },
        null,
        2,
      )}\n`,
      credential_process: lines(
        "[profile authentik]",
        `credential_process = ak auth aws --client-id ${clientId} --role-arn arn:aws:iam::ACCOUNT:role/ROLE`,
      ),
    };
  },
};

const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join("");
