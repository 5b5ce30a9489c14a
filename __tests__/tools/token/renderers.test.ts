import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { renderBlueprint } from "../../../tools/token/blueprint";
import type { NamedIdentity } from "../../../tools/token/identity";
import { renderList } from "../../../tools/token/list";
import { renderTerraform } from "../../../tools/token/terraform";

const PLAN: NamedIdentity = {
  environment: "production",
  identity: "plan",
  permissions: ["authentik_brands.view_brand", "authentik_flows.view_flow"],
};
const APPLY: NamedIdentity = {
  environment: "production",
  identity: "apply",
  permissions: ["authentik_flows.add_flow"],
};

test("the list has one permission a line", () => {
  expect(renderList([PLAN, APPLY])).toBe(
    `agent-stack-production-plan
  authentik_brands.view_brand
  authentik_flows.view_flow

agent-stack-production-apply
  authentik_flows.add_flow
`,
  );
});

const KEY_OF = { tag: "!KeyOf", resolve: (text: string) => ({ keyOf: text }) };

test("the blueprint makes a role, a user and a token for each", () => {
  // Act
  const blueprint = parse(renderBlueprint([PLAN, APPLY]), { customTags: [KEY_OF] });

  // Assert
  const entries = ({ identity, permissions }: NamedIdentity) => {
    const name = `agent-stack-production-${identity}`;
    return [
      {
        model: "authentik_rbac.role",
        id: `${identity}-role`,
        identifiers: { name },
        attrs: { permissions },
      },
      {
        model: "authentik_core.user",
        id: `${identity}-user`,
        identifiers: { username: name },
        attrs: { name, type: "service_account", roles: [{ keyOf: `${identity}-role` }] },
      },
      {
        model: "authentik_core.token",
        state: "created",
        identifiers: { identifier: name },
        attrs: { user: { keyOf: `${identity}-user` }, intent: "api", expiring: true },
      },
    ];
  };
  expect(blueprint).toEqual({
    version: 1,
    metadata: { name: "agent-stack-production-plan, agent-stack-production-apply" },
    entries: [...entries(PLAN), ...entries(APPLY)],
  });
});

test("the Terraform configuration is formatted as terraform does it", () => {
  // Act
  const text = renderTerraform([PLAN, APPLY]);

  // Assert
  const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  expect(execFileSync(terraform, ["fmt", "-"], { input: text, encoding: "utf8" })).toBe(text);
});

interface Provider {
  readonly resource_schemas: Record<
    string,
    { block: { attributes: Record<string, { required?: boolean }> } }
  >;
}

test("the Terraform configuration gives what the real provider's schema takes, and all that it requires", () => {
  // Arrange
  const { provider_schemas } = JSON.parse(readFileSync("standin/provider/provider-schema.json", "utf8"));
  const [provider] = Object.values(provider_schemas) as Provider[];

  // Act
  const blocks = [...renderTerraform([PLAN]).matchAll(/^resource "(\w+)" "plan" \{\n(.*?)^\}/gms)];

  // Assert
  const given = blocks.map(([, type = "", body = ""]) => ({
    type,
    names: [...body.matchAll(/^ {2}(\w+)\s+=/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "for_each"),
  }));
  expect(given.map(({ type }) => type)).toEqual([
    "authentik_rbac_role",
    "authentik_rbac_permission_role",
    "authentik_user",
    "authentik_token",
  ]);
  for (const { type, names } of given) {
    const attributes = provider?.resource_schemas[type]?.block.attributes ?? {};
    expect(names.filter((name) => !(name in attributes))).toEqual([]);
    expect(
      Object.keys(attributes).filter((name) => attributes[name]?.required && !names.includes(name)),
    ).toEqual([]);
  }
});

test("an environment's name is text in both, whatever it has in it", () => {
  // Arrange
  const strange = { ...PLAN, environment: 'a"b${c}%{d}' };

  // Act
  const [blueprint, terraform] = [renderBlueprint([strange]), renderTerraform([strange])];

  // Assert
  expect(parse(blueprint, { customTags: [KEY_OF] }).entries[0].identifiers.name).toBe(
    'agent-stack-a"b${c}%{d}-plan',
  );
  expect(terraform).toContain('name = "agent-stack-a\\"b$${c}%%{d}-plan"\n');
});
