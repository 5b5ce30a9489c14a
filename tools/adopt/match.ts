import { evaluated } from "../../lib/literal";
import { type AuthentikClient, unlessMissing } from "../authentik/client";
import { fieldOf, managedType, objectType } from "../objects";
import type { ManagedType, ObjectType, Search } from "../objects/object-type";
import { referredTo } from "../set-up/meaning";
import { deployedIds, isReference, type SetUpObject as ManagedObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { type LiveObject, valueAt } from "./live-object";

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

const isWanted = (object: ManagedObject) => searchOf(object) !== undefined;

/** How to find an object that is wanted and not in the state, undefined for others and for brands. */
function searchOf({ mode, type, configured, deployed }: ManagedObject): Search | undefined {
  const isNew = configured !== undefined && deployed === undefined && mode === "managed";
  return isNew ? managedType(type)?.api.search : undefined;
}

function refuseUseless(address: string, id: string, wanted: readonly ManagedObject[]): void {
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
  private readonly lists = new Map<string, Promise<LiveObject[]>>();

  constructor(
    private readonly client: AuthentikClient,
    private readonly managed: ManagedSetUp,
    private readonly choices: Choices,
  ) {}

  /** Each object is looked up once, however many refer to it. */
  of(object: ManagedObject): Promise<Match> {
    const known = this.matches.get(object.address) ?? this.match(object);
    this.matches.set(object.address, known);
    return known;
  }

  private async match(wanted: ManagedObject): Promise<Match> {
    const { address, importId } = wanted;
    const type = managedType(wanted.type);
    if (!type) return { kind: "none", address };
    const given = importId ?? this.choices.get(address);
    const isConfigured = importId !== undefined;
    const found = (object: LiveObject): Match => {
      return { kind: "found", address, id: idOf(type, object), object, isConfigured };
    };
    if (given !== undefined) return found(await this.read(address, type, given));
    const managedIds = deployedIds(this.managed, type.type);
    for (const key of type.api.search?.keys ?? []) {
      const objects = await this.search(type, key, wanted);
      const [object, ...others] = objects.filter((each) => !managedIds.includes(idOf(type, each)));
      if (object && others.length > 0) {
        return { kind: "several", address, candidates: candidates([object, ...others], type) };
      }
      if (object) return found(object);
    }
    return { kind: "none", address };
  }

  /** Each list is read once, however many objects are looked for in it. */
  private list(path: string, query: Readonly<Record<string, string>>): Promise<LiveObject[]> {
    const key = JSON.stringify([path, query]);
    const known = this.lists.get(key) ?? this.client.list<LiveObject>(path, query);
    this.lists.set(key, known);
    return known;
  }

  private get({ api }: ManagedType, id: string): Promise<LiveObject | undefined> {
    return unlessMissing(this.client.get<LiveObject>(`${api.path}${encodeURIComponent(id)}/`));
  }

  private async read(address: string, type: ManagedType, id: string): Promise<LiveObject> {
    const object = await this.get(type, id);
    if (!object)
      throw new Error(`authentik has no object "${id}" for ${address}: give the id of one that exists`);
    return object;
  }

  private async search(
    type: ManagedType,
    key: readonly string[],
    wanted: ManagedObject,
  ): Promise<LiveObject[]> {
    const criteria: { attribute: string; field: string; value: string }[] = [];
    for (const attribute of key) {
      if (wanted.configured?.[attribute] === undefined) continue;
      const value = await this.resolved(wanted, attribute);
      // What refers to something that is yet to be created does not exist either.
      if (value === undefined) return [];
      // What data sources look up is compared by the name that they do so by.
      const field = type.attributes[attribute]?.refers?.nameField ?? fieldOf(type, attribute);
      criteria.push({ attribute, field, value });
    }
    const byId = criteria.find(({ field }) => field === fieldOf(type, "id"));
    // The list of applications leaves out those that the token's user may not open.
    if (byId) {
      const object = await this.get(type, byId.value);
      return object ? [object] : [];
    }
    const filters = criteria.filter(({ attribute }) => type.api.search?.filters.includes(attribute));
    const query = Object.fromEntries(filters.map(({ field, value }) => [field, value]));
    const objects = await this.list(type.api.path, query);
    return objects.filter((object) =>
      criteria.every(({ field, value }) => String(valueAt(object, field)) === value),
    );
  }

  /** By what others refer to the object that is looked up by this name. */
  private async idOfNamed(type: ObjectType, name: string): Promise<string | undefined> {
    const { api, lookedUpBy } = type;
    if (!api || !lookedUpBy) return undefined;
    const objects = await this.list(api.path, { [lookedUpBy]: name });
    const object = objects.find((each) => each[fieldOf(type, lookedUpBy)] === name);
    return object && String(object[fieldOf(type, "uuid" in type.attributes ? "uuid" : "id")]);
  }

  /** A configured value; for a reference what it will be, or the name by which a data source looks it up. */
  private async resolved(wanted: ManagedObject, attribute: string): Promise<string | undefined> {
    const value = wanted.configured?.[attribute];
    if (!isReference(value)) return evaluated(String(value));
    const object = referredTo(this.managed, wanted, attribute);
    const type = objectType(object?.type ?? "");
    if (object?.mode === "data") {
      const name = evaluated(String(object.configured?.[type?.lookedUpBy ?? "name"]));
      const isNamed = managedType(wanted.type)?.attributes[attribute]?.refers?.nameField !== undefined;
      return isNamed || !type ? name : this.idOfNamed(type, name);
    }
    // What an expression takes by a detour is the handle by which others refer to such an object.
    const taken = [/\.(\w+)\}$/.exec(String(value))?.[1] ?? "", "uuid", "id"];
    if (object?.deployed) {
      const { deployed } = object;
      const handle = taken.find((name) => deployed[name] !== undefined);
      return handle && String(deployed[handle]);
    }
    const match = object && isWanted(object) ? await this.of(object) : undefined;
    const handle = taken.find((name) => type?.attributes[name]?.isHandle);
    return match?.kind === "found" && type && handle
      ? String(match.object[fieldOf(type, handle)])
      : undefined;
  }
}

export const idOf = (type: ManagedType, object: LiveObject) => String(object[fieldOf(type, "id")]);

export function candidates(objects: readonly LiveObject[], type: ManagedType): Candidate[] {
  const fields = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter((field) => {
    const values = objects.map((object) => JSON.stringify(object[field]));
    return field !== fieldOf(type, "id") && new Set(values).size > 1;
  });
  return objects.map((object) => ({
    id: idOf(type, object),
    differs: Object.fromEntries(fields.map((field) => [field, object[field]])),
  }));
}
