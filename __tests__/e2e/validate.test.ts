import { readFileSync } from "node:fs";
import { parseConfiguration } from "../../configuration/parse-configuration";
import type { AgentStackProps } from "../../lib";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(60_000);

const example = parseConfiguration(readFileSync("examples/agent-stack.yaml", "utf8"), "agent-stack.yaml");
const whole = wholeSetUp("e2e");

test.each<[what: string, props: AgentStackProps]>([
  ["nothing configured", {}],
  ["everything configured", whole],
  ["brands to be released", { ...whole, brands: { release: true, others: ["example.com"] } }],
  [
    "an existing flow for several brands",
    { ...whole, deviceCodeFlow: { existing: "login" }, brands: { others: ["example.com"] } },
  ],
  ["a brand that is let go of", { brands: { others: ["a.example"], released: ["b.example"] } }],
  [
    "what the provider drops",
    { cli: { application: { hide: true } }, connector: { enabled: false, nssUidOffset: 0 } },
  ],
  ["a key to be read", { enrollmentTokens: [{ name: "laptops", retrieveKey: true }] }],
  ["objects to be adopted", { adopt: { "authentik_flow.device_code_flow": "default-device-code-flow" } }],
  ...example.environments.map(({ name, props }): [string, AgentStackProps] => [
    `${name} of the example`,
    props,
  ]),
])("terraform validates the stack with %s, without asking authentik", async (_, props) => {
  const target = await openStandIn();
  const deployment = new Deployment(target.environment);
  deployment.configure(props);

  const run = await deployment.validate();

  deployment.remove();
  await target.close();
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({ valid: true, diagnostics: [] });
  expect(target.standIn.server.requests).toEqual([]);
});
