import { readFileSync } from "node:fs";
import { Testing } from "cdktf";
import { parse } from "yaml";
import * as z from "zod";
import { configurationJsonSchema } from "../../configuration/json-schema";
import { toProps } from "../../configuration/props";
import type { EnvironmentSettings } from "../../configuration/schema";
import type { AccessBinding } from "../../lib/access";
import { AgentStack, type AgentStackProps } from "../../lib/agent-stack";
import type { StateBackend } from "../../lib/state-backend";

interface Json {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly default?: unknown;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
}

const committed = JSON.parse(readFileSync("agent-stack.schema.json", "utf8"));
const environmentSchema = committed.$defs.environment as Json;

describe("the schema", () => {
  it("knows each of the stack's props, down to the last setting", () => {
    type KeysOf<T> = T extends readonly (infer I)[]
      ? KeysOf<I>
      : T extends object
        ? { [K in keyof T & string]-?: K | `${K}.${KeysOf<NonNullable<T[K]>>}` }[keyof T & string]
        : never;
    type AllOf<T> = {
      [K in T extends unknown ? keyof T : never]: T extends { [P in K]?: infer V } ? V : never;
    };
    // An environment says `renamedFrom` instead of `formerly`.
    type Props = Omit<
      AgentStackProps,
      "formerly" | "deviceCodeFlow" | "backend" | "cli" | "cliApplications" | "deviceAccessGroups"
    >;
    type CliApplication = Omit<NonNullable<AgentStackProps["cliApplications"]>[number], "access">;
    type Cli = Omit<NonNullable<AgentStackProps["cli"]>, "access">;
    type Known = KeysOf<EnvironmentSettings>;
    const everythingIsKnown: [
      Exclude<KeysOf<Props>, Known>,
      Exclude<`cli.${KeysOf<Cli>}`, Known>,
      Exclude<`cliApplications.${KeysOf<CliApplication>}`, Known>,
      Exclude<`backend.${KeysOf<AllOf<StateBackend>>}`, Known>,
      Exclude<`deviceCodeFlow.${KeysOf<AllOf<NonNullable<AgentStackProps["deviceCodeFlow"]>>>}`, Known>,
      Exclude<`cli.access.${keyof AccessBinding}`, Known>,
    ] extends [never, never, never, never, never, never]
      ? true
      : false = true;
    expect(everythingIsKnown).toBe(true);
  });

  it("gives what the stack takes", () => {
    const props: (settings: EnvironmentSettings) => AgentStackProps = toProps;
    expect(props({})).toEqual({});
  });
});

describe("the JSON Schema for editors", () => {
  it("is fresh: `npm run schema` would not change it", () => {
    expect(configurationJsonSchema()).toEqual(committed);
  });

  it.each(["agent-stack.yaml", "examples/agent-stack.yaml"])("accepts %s", (file) => {
    const text = readFileSync(file, "utf8");
    expect(z.fromJSONSchema(committed).safeParse(parse(text)).error).toBeUndefined();
  });

  it.each([
    "{environments: {production: {clii: {}}}}",
    "{environments: {production: {cli: {accessTokenValidity: 10 minutes}}}}",
    "{environments: {production: {backend: {s3: {}, pg: {}}}}}",
    "{environments: {production: {cli: {access: [{}]}}}}",
    "{environments: {production: {cli: {access: [{group: a, user: b}]}}}}",
    "{environments: {}}",
  ])("refuses %s", (text) => {
    expect(z.fromJSONSchema(committed).safeParse(parse(text)).success).toBe(false);
  });

  it("accepts a file whose environments have files of their own", () => {
    expect(z.fromJSONSchema(committed).safeParse({ templates: {} }).error).toBeUndefined();
  });

  it("accepts an environment and mappings with nothing below", () => {
    const text = "{environments: {production: , staging: {cli: , backend: {s3: }}}}";
    expect(z.fromJSONSchema(committed).safeParse(parse(text)).error).toBeUndefined();
  });

  it("accepts what aliases repeat under keys that begin with x-, at the top alone", () => {
    const accepts = (text: string) => z.fromJSONSchema(committed).safeParse(parse(text)).success;
    expect(accepts("{x-cli: {name: a}, environments: {production: }}")).toBe(true);
    expect(accepts("{environments: {production: {x-cli: {name: a}}}}")).toBe(false);
  });

  it("describes each setting", () => {
    const settings = propertiesBelow(environmentSchema, "");
    expect(settings.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
    expect(settings.length).toBeGreaterThan(90);
  });

  it("gives an example of each setting that must be given", () => {
    const mappings = [
      environmentSchema,
      ...propertiesBelow(environmentSchema, "").flatMap(([, { items, ...own }]) => [own, items ?? {}]),
    ];
    const required = mappings.flatMap(({ properties = {}, required: names = [] }) =>
      names.flatMap((name) => (properties[name] ? [[name, properties[name].examples] as const] : [])),
    );
    expect(required.map(([name]) => name)).toContain("url");
    expect(required.filter(([, examples]) => !examples)).toEqual([]);
  });

  it("names the defaults that the stack has", () => {
    const defaults = defaultsBelow(environmentSchema) as AgentStackProps;
    const synthesised = (props: AgentStackProps) => {
      const { "//": metadata, ...stack } = JSON.parse(
        Testing.synth(new AgentStack(Testing.app(), "production", props)),
      );
      return stack;
    };
    expect(defaults.cli?.accessTokenValidity).toBe("minutes=10");
    expect(synthesised(defaults)).toEqual(synthesised({}));
  });
});

function propertiesBelow(schema: Json, path: string): [string, Json][] {
  const { properties = {}, items } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, property]) => [
      [`${path}.${name}`, property] as [string, Json],
      ...propertiesBelow(property, `${path}.${name}`),
    ]),
    ...(items ? propertiesBelow(items, `${path}[]`) : []),
  ];
}

/** The settings that have a default, each with it; backends excepted, of which there may be none. */
function defaultsBelow({ properties = {} }: Json): object {
  const withDefaults = Object.entries(properties)
    .filter(([name]) => name !== "backend")
    .map(
      ([name, property]) =>
        [name, property.default ?? (property.properties && defaultsBelow(property))] as const,
    );
  return Object.fromEntries(withDefaults.filter(([, value]) => value !== undefined));
}
