import type { PermittedReader } from "../authentik/permitted-reader";
import { permissionFor } from "../authentik/request-error";
import * as objects from "../objects";
import type { ObjectType } from "../objects/object-type";
import { isReference, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";

/** An object of the state, made or looked up, that authentik no longer has where Terraform looks for it. */
export interface LostObject {
  readonly address: string;
  /** What it is called now, where it was only renamed. */
  readonly renamedTo?: string;
}

type LiveObject = Readonly<Record<string, unknown>>;

/** Live objects that were read already, by Terraform's type; a type of which none was read has no entry. */
export type KnownObjects = Readonly<Record<string, readonly object[] | undefined>>;

/** Of more objects of a type the whole list takes fewer requests; authentik has few flows, and may have many people. */
const mostOneByOne = (type: ObjectType) => (type.type === objects.flow.type ? 1 : 20);

/**
 * The objects of the state that are lost. What a list does not show is read by its id: a list may leave out what the
 * token's user has no right to. @throws RequestError
 */
export async function readLost(
  reader: PermittedReader,
  setUp: ManagedSetUp,
  known: KnownObjects,
): Promise<LostObject[]> {
  const types = [...new Set(setUp.objects.map(({ type }) => type))];
  const lost = await Promise.all(types.map((type) => lostOfType(reader, setUp, type, known)));
  return lost.flat();
}

async function lostOfType(
  reader: PermittedReader,
  setUp: ManagedSetUp,
  name: string,
  known: KnownObjects,
): Promise<LostObject[]> {
  const type = objects.objectType(name);
  if (!type?.api || reader.lacks(permissionFor("GET", type.api.path))) return [];
  const deployed = setUp.objects.filter((each) => each.type === name && each.deployed && pathIdOf(each));
  const read = (known[type.type] ?? []) as readonly LiveObject[];
  const unread = deployed.filter((object) => !among(read, type, object));
  const listed =
    unread.length > mostOneByOne(type) ? ((await reader.list<LiveObject>(type.api.path)) ?? []) : [];
  const lost = await Promise.all(
    deployed.map((object) => lostObject(reader, type, object, among([...read, ...listed], type, object))),
  );
  return lost.flat();
}

async function lostObject(
  reader: PermittedReader,
  type: ObjectType,
  object: SetUpObject,
  found: LiveObject | undefined,
): Promise<LostObject[]> {
  const { address } = object;
  const path = `${type.api?.path}${pathIdOf(object)}/`;
  const live = found ?? (await reader.find<LiveObject>(path));
  if (live === undefined) return [];
  if (live === null) return [{ address, renamedTo: await slugNow(reader, type, object) }];
  const renamedTo = nameNow(type, object, live);
  return renamedTo === undefined ? [] : [{ address, renamedTo }];
}

function among(live: readonly LiveObject[], type: ObjectType, object: SetUpObject): LiveObject | undefined {
  const id = pathIdOf(object);
  const field = type.type === objects.flow.type ? "slug" : objects.fieldOf(type, "id");
  return live.find((each) => String(each[field]) === id);
}

/** By what the API's path names the object; a look-up of several mappings has no such id. */
function pathIdOf({ type, deployed }: SetUpObject): string | undefined {
  const id = type === objects.flow.type ? deployed?.slug : deployed?.id;
  return id === undefined || id === null || id === "-1" ? undefined : String(id);
}

/** The name of an object that is looked up by one, where it has another now. */
function nameNow(type: ObjectType, object: SetUpObject, live: LiveObject): string | undefined {
  const { lookedUpBy } = type;
  if (object.mode !== "data" || lookedUpBy === undefined) return undefined;
  const given = object.configured?.[lookedUpBy];
  const [before, now] = [object.deployed?.[lookedUpBy], live[lookedUpBy]];
  return given === undefined || before === now || typeof now !== "string" ? undefined : now;
}

/** The slug that an application or flow has now, which is recognised by its UUID. */
async function slugNow(
  reader: PermittedReader,
  type: ObjectType,
  { mode, deployed }: SetUpObject,
): Promise<string | undefined> {
  const uuid = mode === "data" ? deployed?.id : deployed?.uuid;
  const isSlugged = type.type === objects.application.type || type.type === objects.flow.type;
  if (!isSlugged || typeof uuid !== "string" || !type.api) return undefined;
  const { path, referenceFilter } = type.api;
  const query = referenceFilter === undefined ? { superuser_full_list: true } : { [referenceFilter]: uuid };
  const all = (await reader.list<LiveObject>(path, query)) ?? [];
  const found = all.find(({ pk }) => pk === uuid);
  return found && String(found.slug);
}

/** Values of `managed` by which scope mappings are looked up and that none has any more, by address. */
export function lostMappings(
  { objects: all }: ManagedSetUp,
  mappings: readonly { readonly managed: string | null }[] | undefined,
): readonly (readonly [address: string, managed: string])[] {
  if (mappings === undefined) return [];
  return all
    .filter(({ mode, type, deployed }) => mode === "data" && type === objects.scopeMapping.type && deployed)
    .flatMap(({ address, configured }) =>
      [configured?.managed_list, configured?.managed]
        .flat()
        .filter((managed) => typeof managed === "string" && !isReference(managed))
        .filter((managed) => !mappings.some((mapping) => mapping.managed === managed))
        .map((managed) => [address, managed as string] as const),
    );
}
