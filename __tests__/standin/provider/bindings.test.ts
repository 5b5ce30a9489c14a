import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { limitSchema } from "../../../scripts/bindings-schema";
import { generateBindings } from "../../../scripts/get-bindings";

jest.setTimeout(60_000);

const GENERATED = join(__dirname, "..", "..", "..", ".gen");
const COMMITTED = join(GENERATED, "providers", "authentik");

/** `cdktf get` notes its versions, `npm run get` does not: the bindings are a user's own then, with all 116 types. */
const areOurs = !existsSync(join(GENERATED, "versions.json"));

function contents(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}

(areOurs ? test : test.skip)("the committed bindings are what npm run get writes", async () => {
  const fresh = mkdtempSync(join(tmpdir(), "authentik-bindings-"));

  await generateBindings("stand-in", fresh);

  expect(contents(join(fresh, "providers", "authentik"))).toEqual(contents(COMMITTED));
  rmSync(fresh, { recursive: true });
});

const attribute = { type: "string" as const, optional: true, description: "a text" };
const type = { version: 0, block: { attributes: { description: attribute }, block_types: {} } };
const address = "registry.terraform.io/goauthentik/authentik";
const schema = {
  provider_schemas: {
    [address]: { provider: type, resource_schemas: { a: type, b: type }, data_source_schemas: {} },
  },
};

test("only the wanted types are left, without descriptions", () => {
  const { provider_schemas } = limitSchema(schema, { resources: ["a"], dataSources: [] });

  const bare = {
    version: 0,
    block: { attributes: { description: { type: "string", optional: true } }, block_types: {} },
  };
  expect(provider_schemas?.[address]).toEqual({
    provider: bare,
    resource_schemas: { a: bare },
    data_source_schemas: {},
  });
});

test("a provider without a wanted type is refused", () => {
  expect(() => limitSchema(schema, { resources: ["c"], dataSources: [] })).toThrow(
    `${address} has no c: use a version of the provider that has it`,
  );
});
