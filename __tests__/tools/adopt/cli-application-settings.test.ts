import { keeping } from "../../../tools/adopt/settings";
import { pathText } from "../../../tools/adopt/snippet";
import type { AuthentikClient } from "../../../tools/authentik/client";
import { managedSetUp } from "../../../tools/set-up/stack";

const CLI = "authentik_provider_oauth2.cli_provider";
const PROVIDER = "authentik_provider_oauth2.cli_application_k8s_provider";
const APPLICATION = "authentik_application.cli_application_k8s_application";
const BINDING = "authentik_policy_binding.cli_application_k8s_access_group_ops";

const managed = managedSetUp(
  "e2e",
  {
    data: { authentik_group: { ops: { name: "ops" } } },
    resource: {
      authentik_endpoints_connector_agent: { connector: { jwt_federation_providers: [`\${${CLI}.id}`] } },
      authentik_provider_oauth2: {
        cli_provider: { name: "authentik-cli" },
        cli_application_k8s_provider: { name: "k8s", jwt_federation_providers: [`\${${CLI}.id}`] },
      },
      authentik_application: {
        cli_application_k8s_application: { slug: "k8s", protocol_provider: `\${${PROVIDER}.id}` },
      },
      authentik_policy_binding: {
        cli_application_k8s_access_group_ops: {
          target: `\${${APPLICATION}.uuid}`,
          group: "${data.authentik_group.ops.id}",
        },
      },
    },
  },
  {},
);

const client = {
  get: async () => ({ name: "ci", assigned_application_slug: "ci" }),
} as unknown as AuthentikClient;

async function kept(address: string, name: string, live: unknown, configured?: unknown) {
  const object = managed.byAddress.get(address);
  if (!object) throw new Error(`no ${address}`);
  const settings = await keeping(client, managed, object, { name, live, configured });
  return settings?.map(({ path, value }) => [pathText(path), value]);
}

const NEEDED = "client_credentials";

test.each([
  ["a value", PROVIDER, "issuer_mode", "global", "cliApplications[k8s].issuerMode", "global"],
  ["grants", PROVIDER, "grant_types", [NEEDED], "cliApplications[k8s].grantTypes", [NEEDED]],
  [
    "grants that would be refused, by not setting them",
    PROVIDER,
    "grant_types",
    ["urn:ietf:params:oauth:grant-type:device_code"],
    "cliApplications[k8s].grantTypes",
    false,
  ],
  [
    "how the application is shown",
    APPLICATION,
    "group",
    "Tools",
    "cliApplications[k8s].application.group",
    "Tools",
  ],
  ["an order", BINDING, "order", 3, "cliApplications[k8s].access[ops].order", 3],
])("keeps %s of an application of the command line", async (_, address, name, live, path, value) => {
  expect(await kept(address, name, live)).toEqual([[path, value]]);
});

test("keeps further providers beside the CLI's", async () => {
  expect(await kept(PROVIDER, "jwt_federation_providers", [1, 7], [1])).toEqual([
    ["cliApplications[k8s].furtherFederatedProviders", ["ci"]],
  ]);
  expect(await kept(PROVIDER, "jwt_federation_providers", [7], [1])).toBeUndefined();
});

test("does not keep the provider's name, by which the entry is known", async () => {
  expect(await kept(PROVIDER, "name", "Provider for Kubernetes")).toBeUndefined();
});
