import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { BINDING } from "../../lib/rules/access";
import { APPLICATION, CLI, REDIRECT_URI } from "../../lib/rules/agent-cli-provider";
import { CONNECTOR } from "../../lib/rules/agent-connector";
import { AUTHENTIK_SERVER } from "../../lib/rules/authentik-server";
import { BRANDS, DEFAULT_BRAND } from "../../lib/rules/brands";
import { CLI_APPLICATION, CLI_APPLICATION_SHOWN } from "../../lib/rules/cli-application";
import { DEVICE_CODE_FLOW } from "../../lib/rules/device-code-flow";
import { ENDPOINT_STAGE } from "../../lib/rules/endpoint-stage";
import { ENROLLMENT_TOKEN } from "../../lib/rules/enrollment-token";
import { defaultAt, type Schema } from "../../lib/rules/schema-walk";
import { settings } from "../../lib/rules/setting-types";
import { stateBackend } from "../../lib/rules/state-backend";

const rows = (shape: z.ZodRawShape) => settings("", shape);
const backend = (kind: string) => (setting: string) => defaultAt(stateBackend, [kind, setting]);
const of = (schema: Schema) => (setting: string) => defaultAt(schema, [setting]);

/** Where the default of each interface's props stands. */
const DEFAULTS: Readonly<Record<string, (setting: string) => unknown>> = {
  AccessBinding: of(rows(BINDING)),
  AgentCliProviderProps: of(rows(CLI)),
  AgentCliApplicationProps: of(rows(APPLICATION)),
  AgentConnectorProps: of(rows(CONNECTOR)),
  AgentStackProps: of(rows(AUTHENTIK_SERVER)),
  AuthentikServerProps: of(rows(AUTHENTIK_SERVER)),
  CliApplicationProps: of(rows(CLI_APPLICATION)),
  CliApplicationShownProps: of(rows(CLI_APPLICATION_SHOWN)),
  BrandsProps: of(rows(BRANDS)),
  DefaultBrandProps: of(rows({ ...DEFAULT_BRAND, release: BRANDS.release })),
  DeviceCodeFlowProps: of(rows(DEVICE_CODE_FLOW)),
  EndpointStageProps: of(rows(ENDPOINT_STAGE)),
  EnrollmentTokenProps: of(rows(ENROLLMENT_TOKEN)),
  FurtherBrandsProps: of(rows({ release: BRANDS.release })),
  RedirectUri: of(rows(REDIRECT_URI)),
  S3State: backend("s3"),
  HttpState: backend("http"),
  PgState: backend("pg"),
  RemoteState: backend("remote"),
  CloudState: backend("cloud"),
};

interface Documented {
  readonly owner: string;
  readonly prop: string;
  readonly text: string;
}

const sources = readdirSync("lib").filter((name) => name.endsWith(".ts"));
const documented = sources.flatMap((name) => documentedIn(readFileSync(join("lib", name), "utf8")));
const literals = documented.filter(({ text }) => !text.startsWith("- "));

test("there are many props with a default", () => {
  expect(literals.length).toBeGreaterThan(45);
  expect([...new Set(literals.map(({ owner }) => owner))].sort()).toEqual(
    expect.arrayContaining(["AgentConnectorProps", "AgentCliProviderProps", "DeviceCodeFlowProps"]),
  );
});

test.each(literals)(
  "the docstring of $owner $prop tells the default that it has",
  ({ owner, prop, text }) => {
    expect(DEFAULTS[owner]?.(prop)).toEqual(literalIn(text));
  },
);

test.each(documented.filter(({ text }) => text.startsWith("- ")))(
  "$owner $prop has no other default than its docstring tells in words",
  ({ owner, prop }) => {
    const byDefault = DEFAULTS[owner]?.(prop);
    expect(byDefault === undefined || (Array.isArray(byDefault) && byDefault.length === 0)).toBe(true);
  },
);

function documentedIn(source: string): Documented[] {
  const interfaces = [...source.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)];
  return interfaces.flatMap(([, owner = "", body = ""]) =>
    [...body.matchAll(/@default (.*?)(?: \*\/|\n +\*\/)\n +readonly (\w+)/gs)].map(
      ([, text = "", prop = ""]) => ({
        owner,
        prop,
        text,
      }),
    ),
  );
}

/** The literal with which a text begins, before words about it. */
function literalIn(text: string): unknown {
  return JSON.parse(/^(?:\[.*?\]|".*?"|[^ ,]+)/.exec(text)?.[0] ?? "");
}
