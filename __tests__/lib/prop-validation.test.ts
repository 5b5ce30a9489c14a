import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  Access,
  AgentCliProvider,
  type AgentCliProviderProps,
  AgentConnector,
  AuthentikServer,
  DefaultBrand,
  DeviceAccessGroup,
  DeviceCodeFlow,
  EndpointStage,
  EnrollmentToken,
  FurtherBrands,
} from "../../lib";
import { stackOf } from "./synthesised";

const DURATION = 'expected a duration such as "minutes=10" or "hours=1;minutes=30"';
const ONE_LINE = "expected one line of text without spaces around it";
const SLUG = "expected a slug of letters, digits, - and _";

type Build = (stack: TerraformStack) => void;

test.each<[string, Build, string]>([
  [
    "DeviceCodeFlow",
    (stack) => new DeviceCodeFlow(stack, "flow", { slug: "a b" }),
    `[own/flow] slug: got "a b", ${SLUG}`,
  ],
  // An empty name would make the provider take whichever object comes first.
  [
    "DeviceCodeFlow.fromSlug",
    (stack) => DeviceCodeFlow.fromSlug(stack, "flow", ""),
    `[own/flow] slug: got "", ${SLUG}`,
  ],
  [
    "DefaultBrand",
    (stack) => new DefaultBrand(stack, "brand", { deviceCodeFlow: { uuid: "x" }, domain: "" }),
    `[own/brand] domain: got "", ${ONE_LINE}`,
  ],
  [
    "FurtherBrands",
    (stack) => new FurtherBrands(stack, "brands", { deviceCodeFlow: { uuid: "x" }, domains: ["a", ""] }),
    `[own/brands] domains[1]: got "", ${ONE_LINE}`,
  ],
  [
    "FurtherBrands that are both kept and let go of",
    (stack) =>
      new FurtherBrands(stack, "brands", {
        deviceCodeFlow: { uuid: "x" },
        domains: ["a"],
        released: ["b", "a"],
      }),
    "[own/brands] released[1]: is among domains too: remove it from one of them",
  ],
  [
    "FurtherBrands that only Terraform could name",
    (stack) =>
      new FurtherBrands(stack, "brands", {
        deviceCodeFlow: { uuid: "x" },
        released: [new TerraformVariable(stack, "domain", { default: "a" }).stringValue],
      }),
    "[own/brands] released[0]: known to Terraform only, expected the domain itself, as `moved` blocks need",
  ],
  [
    "AgentCliProvider",
    (stack) => new AgentCliProvider(stack, "cli", { application: { slug: "" } }),
    `[own/cli] application.slug: got "", ${SLUG}`,
  ],
  [
    "AgentCliProvider.fromName",
    (stack) => AgentCliProvider.fromName(stack, "other", ""),
    `[own/other] name: got "", ${ONE_LINE}`,
  ],
  [
    "AgentConnector",
    (stack) => new AgentConnector(stack, "connector", { federatedProviders: [], refreshInterval: "5m" }),
    `[own/connector] refreshInterval: got "5m", ${DURATION}`,
  ],
  [
    "Access",
    (stack) =>
      new Access(stack, "access", {
        target: { policyTargetId: "x" },
        bindings: [{ group: "a" }, { group: "b", order: -1 }],
      }),
    "[own/access] bindings[1].order: got -1, expected a whole number from 0 to 2147483647",
  ],
  [
    "DeviceAccessGroup",
    (stack) => new DeviceAccessGroup(stack, "group", { name: " " }),
    `[own/group] name: got " ", ${ONE_LINE}`,
  ],
  [
    "EnrollmentToken",
    (stack) =>
      new EnrollmentToken(stack, "token", {
        name: "t",
        connector: { connectorId: "x" },
        expires: "tomorrow",
      }),
    '[own/token] expires: got "tomorrow", expected a time as RFC 3339 has it, such as 2027-01-31T12:00:00Z',
  ],
  [
    "EndpointStage",
    (stack) => new EndpointStage(stack, "stage", { name: "", connector: { connectorId: "x" } }),
    `[own/stage] name: got "", ${ONE_LINE}`,
  ],
  [
    "AuthentikServer",
    (stack) => new AuthentikServer(stack, "other", { providerVersion: "latest" }),
    '[own/other] providerVersion: got "latest", expected versions such as "2026.5.0", "~> 2026.5.0" or ">= 2026.5.0, < 2026.9.0"',
  ],
  [
    "AgentCliProvider with a scope that there is not",
    (stack) => new AgentCliProvider(stack, "cli", { scopes: ["openidd"] }),
    '[own/cli] scopes[0]: got "openidd", expected one of "openid", "email", "profile", "offline_access", "entitlements", or the whole "managed" value of a scope mapping; did you mean "openid"?',
  ],
  [
    "AgentCliProvider with which agents cannot log in",
    (stack) => new AgentCliProvider(stack, "cli", { grantTypes: ["refresh_token"] }),
    '[own/cli] grantTypes: lacks "urn:ietf:params:oauth:grant-type:device_code", with which agents log in: add it',
  ],
  [
    "AgentCliProvider with access given twice",
    (stack) => new AgentCliProvider(stack, "cli", { access: [{ group: "a" }, { group: "a" }] }),
    "[own/cli/access] bindings[1]: repeats bindings[0]: remove one of them",
  ],
  [
    "FurtherBrands given twice",
    (stack) =>
      new FurtherBrands(stack, "brands", { deviceCodeFlow: { uuid: "x" }, domains: ["a", "b", "a"] }),
    "[own/brands] domains[2]: repeats domains[0]: remove one of them",
  ],
  [
    "EnrollmentToken that never ends beside its end",
    (stack) =>
      new EnrollmentToken(stack, "token", {
        name: "t",
        connector: { connectorId: "x" },
        expiring: false,
        expires: "2027-01-31T12:00:00Z",
      }),
    "[own/token] has both expires and expiring: false: remove one of them",
  ],
])("%s fails at synthesis with what agent-stack.yaml would refuse", (_, build, message) => {
  expect(mistakes(build)).toEqual([message]);
});

test("everything that is wrong is told at once, misspelt props of untyped callers too", () => {
  const props = { accessTokenValidity: "10 minutes", scopes: ["openid", ""], issuerMod: "global" };

  expect(mistakes((stack) => new AgentCliProvider(stack, "cli", props as AgentCliProviderProps))).toEqual([
    '[own/cli] scopes[1]: got "", expected a managed scope such as "openid", or the whole "managed" value of a scope mapping',
    `[own/cli] accessTokenValidity: got "10 minutes", ${DURATION}`,
    '[own/cli] issuerMod: unknown key; did you mean "issuerMode"?',
  ]);
});

test("what only Terraform knows is taken as it is", () => {
  const { json } = stackOf((stack) => {
    const text = new TerraformVariable(stack, "text", {}).stringValue;
    const number = new TerraformVariable(stack, "number", {}).numberValue;
    new AgentCliProvider(stack, "cli", {
      clientId: text,
      accessTokenValidity: text,
      scopes: ["openid", text],
      application: { slug: text },
      access: [{ group: text, order: number }],
    });
    new AgentConnector(stack, "connector", { federatedProviders: [], nssUidOffset: number });
  });

  expect(Object.values(json.resource?.authentik_provider_oauth2 ?? {})).toEqual([
    expect.objectContaining({ client_id: "${var.text}", access_token_validity: "${var.text}" }),
  ]);
});

/** The messages of the validations that fail. */
function mistakes(build: Build): string[] {
  try {
    stackOf(build);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").flatMap((line) => /^ {2}(\[.*)/.exec(line)?.[1] ?? []);
  }
}
