import { type AuthentikClient, unlessMissing } from "../authentik/client";
import { referredTo } from "../set-up/meaning";
import { deployedIds, isReference, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { fieldOf, KINDS, type Kind, type LiveObject } from "./kinds";

/** What authentik has for one object that is wanted and not in the state. */
export type Match =
  | {
      readonly kind: "found";
      readonly address: string;
      readonly id: string;
      readonly object: LiveObject;
      /** Whether the configuration has the id already. */
      readonly isConfigured: boolean;
    }
  | { readonly kind: "several"; readonly address: string; readonly candidates: readonly Candidate[] }
  | { readonly kind: "none"; readonly address: string };

export interface Candidate {
  readonly id: string;
  /** The fields in which the candidates differ. */
  readonly differs: LiveObject;
}

/** Terraform address to the id that was chosen for it. */
export type Choices = ReadonlyMap<string, string>;

/**
 * Looks up, by its natural key, each object that is wanted and not in the state, reading only.
 *
 * @throws RequestError, Error where a chosen id is of no use
 */
export async function matchesOf(
  client: AuthentikClient,
  managed: ManagedSetUp,
  choices: Choices,
): Promise<Match[]> {
  const wanted = managed.objects.filter(isWanted);
  for (const [address, id] of choices) refuseUseless(address, id, wanted);
  const matching = new Matching(client, managed, choices);
  return Promise.all(wanted.map((object) => matching.of(object)));
}

const isWanted = ({ mode, type, configured, deployed }: SetUpObject) =>
  configured !== undefined && deployed === undefined && mode === "managed" && type in KINDS;

function refuseUseless(address: string, id: string, wanted: readonly SetUpObject[]): void {
  const object = wanted.find((each) => each.address === address);
  if (!object) {
    const left = wanted.filter(({ importId }) => importId === undefined).map((each) => each.address);
    throw new Error(
      `--id ${address}=${id}: nothing is to be found for this address, expected one of ${left.join(", ") || "none"}`,
    );
  }
  if (object.importId !== undefined && object.importId !== id) {
    throw new Error(`--id ${address}=${id}: the configuration adopts ${object.importId}, change it there`);
  }
}

class Matching {
  private readonly matches = new Map<string, Promise<Match>>();

  constructor(
    private readonly client: AuthentikClient,
    private readonly managed: ManagedSetUp,
    private readonly choices: Choices,
  ) {}

  /** Each object is looked up once, however many refer to it. */
  of(object: SetUpObject): Promise<Match> {
    const known = this.matches.get(object.address) ?? this.match(object, KINDS[object.type] as Kind);
    this.matches.set(object.address, known);
    return known;
  }

  private async match(wanted: SetUpObject, kind: Kind): Promise<Match> {
    const { address, type, importId } = wanted;
    const given = importId ?? this.choices.get(address);
    const isConfigured = importId !== undefined;
    const found = (object: LiveObject): Match => {
      return { kind: "found", address, id: String(object[kind.id]), object, isConfigured };
    };
    if (given !== undefined) return found(await this.read(address, kind, given));
    const managedIds = deployedIds(this.managed, type);
    for (const key of kind.keys) {
      const objects = await this.search(kind, key, wanted);
      const [object, ...others] = objects.filter((each) => !managedIds.includes(String(each[kind.id])));
      if (object && others.length > 0) {
        return { kind: "several", address, candidates: candidates([object, ...others], kind) };
      }
      if (object) return found(object);
    }
    return { kind: "none", address };
  }

  private get(kind: Kind, id: string): Promise<LiveObject | undefined> {
    return unlessMissing(this.client.get<LiveObject>(`${kind.path}${encodeURIComponent(id)}/`));
  }

  private async read(address: string, kind: Kind, id: string): Promise<LiveObject> {
    const object = await this.get(kind, id);
    if (!object)
      throw new Error(`authentik has no object "${id}" for ${address}: give the id of one that exists`);
    return object;
  }

  private async search(kind: Kind, key: Kind["keys"][number], wanted: SetUpObject): Promise<LiveObject[]> {
    const criteria: { attribute: string; field: string; value: string }[] = [];
    for (const [attribute, field] of key) {
      if (wanted.configured?.[attribute] === undefined) continue;
      const value = await this.resolved(wanted, attribute);
      // What refers to something that is yet to be created does not exist either.
      if (value === undefined) return [];
      criteria.push({ attribute, field, value });
    }
    const byId = criteria.find(({ field }) => field === kind.id);
    // The list of applications leaves out those that the token's user may not open.
    if (byId) {
      const object = await this.get(kind, byId.value);
      return object ? [object] : [];
    }
    const filters = criteria.filter(({ attribute }) => kind.filters.includes(attribute));
    const query = Object.fromEntries(filters.map(({ field, value }) => [field, value]));
    const objects = await this.client.list<LiveObject>(kind.path, query);
    return objects.filter((object) =>
      criteria.every(({ field, value }) => String(fieldOf(object, field)) === value),
    );
  }

  /** A configured value; for a reference what it will be, or the name by which a data source looks it up. */
  private async resolved(wanted: SetUpObject, attribute: string): Promise<string | undefined> {
    const value = wanted.configured?.[attribute];
    if (!isReference(value)) return String(value);
    const object = referredTo(this.managed, wanted, attribute);
    if (object?.mode === "data") return String(object.configured?.name ?? object.configured?.username);
    // What an expression takes by a detour is the handle by which others refer to such an object.
    const taken = [/\.(\w+)\}$/.exec(String(value))?.[1] ?? "", "uuid", "id"];
    if (object?.deployed) {
      const { deployed } = object;
      const handle = taken.find((name) => deployed[name] !== undefined);
      return handle && String(deployed[handle]);
    }
    const match = object && isWanted(object) ? await this.of(object) : undefined;
    const handles = KINDS[object?.type ?? ""]?.handles ?? {};
    const handle = taken.find((name) => handles[name] !== undefined);
    return match?.kind === "found" && handle ? String(match.object[handles[handle] ?? ""]) : undefined;
  }
}

function candidates(objects: readonly LiveObject[], kind: Kind): Candidate[] {
  const fields = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter((field) => {
    const values = objects.map((object) => JSON.stringify(object[field]));
    return field !== kind.id && new Set(values).size > 1;
  });
  return objects.map((object) => ({
    id: String(object[kind.id]),
    differs: Object.fromEntries(fields.map((field) => [field, object[field]])),
  }));
}
