import { posix } from "node:path";
import type { StackDraft } from "./agent-stack";
import { quoted } from "./credential-shapes";
import { defaultAt } from "./schema-walk";
import { plainAddress, tokenVariable } from "./server-address";
import { stateBackend } from "./state-backend";

type Backend = StackDraft["backend"];

/** What a stack says of its places. */
export type Occupant = Pick<StackDraft, "backend" | "server" | "tokenFrom">;

interface Owner {
  readonly name: string;
  readonly occupant: Occupant;
}

/** What is wrong with a stack that names no server although the app has several. */
export const NEEDS_SERVER =
  "names no server, as each of several environments must: add server, such as https://id.example.com";

/** A place that no two stacks of an app may share. */
interface Place {
  /** What identifies the place; undefined where it cannot be told. */
  of(name: string, occupant: Occupant): string | undefined;
  /** Whether two that have it may not; any two, where this is not given. */
  isShared?(one: Owner, other: Owner): boolean;
  message(first: string, place: string): string;
}

/** Where stacks would write to one another's files or state, and so destroy what the other set up. */
const PLACES: readonly Place[] = [
  {
    of: (name) => name.toLowerCase(),
    message: (first) =>
      `differs from ${quoted(first)} only in upper and lower case, which not every file system tells apart: rename one of them`,
  },
  ...(["lockAddress", "unlockAddress"] as const).map(
    (address): Place => ({
      of: (_, { backend }) => backend?.http?.[address] ?? undefined,
      // Where the state is the same, too, that is said already.
      isShared: (one, other) => one.occupant.backend?.http?.address !== other.occupant.backend?.http?.address,
      message: (first) =>
        `has the ${address} of ${quoted(first)} for a state of its own, so that each would wait for the other: give its backend a ${address} of its own`,
    }),
  ),
  {
    of: (name, { backend }) => statePlace(name, backend),
    message: (first) =>
      `keeps its state where ${quoted(first)} keeps its own, so that each would destroy what the other set up: give its backend a place of its own`,
  },
  {
    of: (name, { tokenFrom }) => tokenFrom ?? tokenVariable(name),
    // Where the names are the same but for upper and lower case, that is said already.
    isShared: (one, other) =>
      one.name.toLowerCase() !== other.name.toLowerCase() && serverOf(one) !== serverOf(other),
    message: (first, place) =>
      `takes its token from ${place} as ${quoted(first)} does, and no token is valid on two servers: name another variable in tokenFrom`,
  },
];

/** The places of an app's stacks that are taken, by whoever came first. */
export class Places {
  private readonly owners = PLACES.map(() => new Map<string, Owner>());

  /** What is wrong with the places of one more stack. */
  claim(name: string, occupant: Occupant): string[] {
    return PLACES.flatMap(({ of, isShared, message }, index) => {
      const place = of(name, occupant);
      const owners = this.owners[index];
      if (place === undefined || !owners) return [];
      const owner = owners.get(place);
      if (!owner) owners.set(place, { name, occupant });
      return owner && (isShared?.(owner, { name, occupant }) ?? true) ? [message(owner.name, place)] : [];
    });
  }
}

const serverOf = ({ occupant: { server } }: Owner) => server && plainAddress(server);

/** What identifies the state among all states; undefined where the backend is not given completely. */
export function statePlace(name: string, backend: Backend): string | undefined {
  const { s3, gcs, azurerm, http } = backend ?? {};
  const workspace = backend?.cloud ?? backend?.remote;
  if (s3) return placeOf("s3", s3.endpoint ?? "", s3.bucket, s3.key);
  if (gcs) return placeOf("gcs", gcs.bucket, gcs.prefix ?? "");
  if (azurerm) return placeOf("azurerm", azurerm.storageAccountName, azurerm.containerName, azurerm.key);
  if (http) return placeOf("http", http.address);
  if (backend && "pg" in backend)
    return placeOf("pg", backend.pg?.schemaName ?? defaultOf("pg", "schemaName"));
  if (workspace) {
    return placeOf(
      "workspace",
      workspace.hostname ?? defaultOf("cloud", "hostname"),
      workspace.organization,
      workspace.workspace,
    );
  }
  return placeOf("local", posix.normalize(backend?.local?.path ?? `terraform.${name}.tfstate`));
}

const defaultOf = (kind: string, setting: string) => String(defaultAt(stateBackend, [kind, setting]));

function placeOf(kind: string, ...parts: readonly (string | null | undefined)[]): string | undefined {
  return parts.some((part) => typeof part !== "string") ? undefined : JSON.stringify([kind, ...parts]);
}
