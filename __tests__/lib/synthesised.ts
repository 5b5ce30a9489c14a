import { App, TerraformStack, Testing } from "cdktf";
import { AgentStack, type AgentStackProps, AuthentikServer, type AuthentikServerProps } from "../../lib";

interface TerraformJson {
  readonly terraform: Record<string, unknown>;
  readonly provider: Record<string, unknown>;
  readonly resource?: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, Record<string, Attributes>>;
  readonly output?: Record<string, unknown>;
  readonly import?: readonly unknown[];
  readonly moved?: readonly unknown[];
  readonly removed?: readonly unknown[];
}

type Attributes = Record<string, unknown>;

/** A stack's Terraform JSON, validations included, without cdktf's own metadata. */
export class Synthesised {
  readonly json: TerraformJson;

  constructor(readonly stack: TerraformStack) {
    this.json = withoutMetadata(JSON.parse(Testing.synth(stack, true))) as TerraformJson;
  }

  /** Attributes of one resource (`authentik_flow.x`) or data source (`data.authentik_flow.x`), but for what all have alike. */
  at(address: string): Attributes {
    const [kind, type, name] = address.startsWith("data.")
      ? (address.split(".") as [string, string, string])
      : ["resource", ...(address.split(".") as [string, string])];
    const attributes = this.json[kind as "resource" | "data"]?.[type]?.[name];
    if (!attributes) throw new Error(`no ${address}; there are ${this.addresses().join(", ")}`);
    const { depends_on: _, ...own } = attributes;
    return own;
  }

  addresses(): string[] {
    const of = (prefix: string, types: Record<string, Record<string, Attributes>> = {}) =>
      Object.entries(types).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${prefix}${type}.${name}`),
      );
    return [...of("data.", this.json.data), ...of("", this.json.resource)].sort();
  }

  /** Messages that people see at synthesis, each with its level. */
  annotations(): string[] {
    return this.stack.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter(({ type }) => type.startsWith("@cdktf/"))
      .map(({ type, data }) => `${type.replace("@cdktf/", "")}: ${data}`);
  }
}

/** The whole set-up. */
export function agentStack(props: AgentStackProps = {}): Synthesised {
  return new Synthesised(new AgentStack(new App(), "production", props));
}

/** Single constructs in a stack as anyone's own app has it. */
export function stackOf(
  build: (stack: TerraformStack) => void,
  server: AuthentikServerProps = {},
): Synthesised {
  const stack = new TerraformStack(Testing.app(), "own");
  new AuthentikServer(stack, "authentik", server);
  build(stack);
  return new Synthesised(stack);
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, inner]) => [key, withoutMetadata(inner)]),
  );
}
