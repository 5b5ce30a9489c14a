import { allowsReleaseOf, RELEASES, type Release } from "../../lib/rules/releases";
import type { Server } from "../authentik/server";

type Values = Readonly<Record<string, unknown>>;
/** Elements by type and name. */
export type Elements = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** What synthesis writes of a stack, as far as it matters where it is tested. */
export interface Synthesised {
  readonly "//"?: { readonly "agent-stack"?: Server } & Values;
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, { readonly version?: string }>>;
  } & Values;
  readonly provider?: Readonly<Record<string, readonly Values[]>>;
  readonly module?: Values;
  readonly data?: Elements;
  readonly resource?: Elements;
  readonly import?: readonly { readonly to: string; readonly id: string; readonly for_each?: unknown }[];
}

const AUTHENTIK = "authentik";

/** What keeps a stack from being tested: all by which it would reach something else than the stand-in. */
export function beyondTheStandIn(stack: Synthesised): string[] {
  const { terraform, provider = {}, module = {}, data = {}, resource = {} } = stack;
  const providers = new Set([...Object.keys(terraform?.required_providers ?? {}), ...Object.keys(provider)]);
  const provisioned = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, { provisioner }]) => (provisioner ? [`${type}.${name}`] : [])),
  );
  return [
    ...[...providers].filter((each) => each !== AUTHENTIK).map((each) => `the provider ${each}`),
    ...Object.keys(module).map((each) => `the module ${each}`),
    ...Object.keys(data.terraform_remote_state ?? {}).map((each) => `the state that ${each} reads`),
    ...provisioned.map((each) => `the provisioner of ${each}`),
  ];
}

/** The last release whose provider the stack takes. @throws Error when there is none */
export function releaseOf({ terraform }: Synthesised): Release {
  const required = terraform?.required_providers?.[AUTHENTIK];
  if (required === undefined) throw new Error("nothing in it is authentik's, so there is nothing to test");
  const { version = ">= 0" } = required;
  const release = RELEASES.findLast((each) => allowsReleaseOf(each, version));
  if (release) return release;
  throw new Error(
    `no release of authentik that the stand-in plays (${RELEASES.join(", ")}) goes with the provider ${version}`,
  );
}

/** An import block whose id is a real object's. */
const isReal = ({ id }: { readonly id: string }) => !id.includes("${");

/** What the stack takes over by ids of the real server: Terraform addresses. */
export const takenOver = ({ import: imports = [] }: Synthesised) =>
  imports.filter(isReal).map(({ to }) => to);

/** Where a test has what stands for the real ones. */
export interface Places {
  /** Address of the stand-in. */
  readonly url: string;
  /** File of the state. */
  readonly state: string;
  /** Ids of the real server, each with that of what was made up for it. */
  readonly ids: ReadonlyMap<string, string>;
}

/** The same stack on the stand-in, with a state of its own; what it takes over by real ids it makes instead. */
export function offline(stack: Synthesised, { url, state, ids }: Places): Synthesised {
  const { "//": notes, terraform, provider, import: imports = [], ...rest } = stack;
  const { backend: _, cloud: __, ...settings } = terraform ?? {};
  const server = notes?.["agent-stack"];
  const replaced = (text: string) => {
    const known = ids.get(text);
    if (known !== undefined) return known;
    return server?.url ? text.replaceAll(server.url, url) : text;
  };
  const moved = JSON.parse(
    JSON.stringify({ ...rest, import: imports.filter((each) => !isReal(each)) }),
    (_, value) => (typeof value === "string" ? replaced(value) : value),
  ) as Synthesised;
  return {
    ...moved,
    "//": { ...notes, ...(server && { "agent-stack": { ...server, url, insecure: false } }) },
    terraform: { ...settings, backend: { local: { path: state } } },
    provider: {
      [AUTHENTIK]: (provider?.[AUTHENTIK] ?? [{}]).map(({ token: _, insecure: __, ...given }) => ({
        ...given,
        url,
      })),
    },
  };
}
