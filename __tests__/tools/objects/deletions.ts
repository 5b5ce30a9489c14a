import { fieldOf, handlesOf, MANAGED, OBJECTS, policy } from "../../../tools/objects";
import type { ManagedType, ObjectType, Reference } from "../../../tools/objects/object-type";
import type { Answer, Recording } from "./recordings";

/** What a real authentik did with an object when another, which it referred to, was deleted. */
export interface Outcome {
  readonly type: string;
  readonly attribute: string;
  readonly whenDeleted: Reference["whenDeleted"];
}

/** Follows the objects of recordings, and looks after each deletion what the next answers say of those that referred. */
export function outcomesIn(recordings: readonly Recording[]): Outcome[] {
  const known = new Map<ObjectType, Map<string, Answer>>(OBJECTS.map((type) => [type, new Map()]));
  return recordings.flatMap((recording, index) => {
    const type = typeAt(recording.path);
    if (recording.status >= 300 || !type) return [];
    if (recording.method !== "DELETE") {
      for (const object of objectsIn(recording.response)) {
        known.get(type)?.set(idOf(type, object), { ...object, asked: recording.request });
      }
      return [];
    }
    const id = recording.path.split("/").at(-2) ?? "";
    const deleted = known.get(type)?.get(id);
    known.get(type)?.delete(id);
    const rest = recordings.slice(index + 1);
    const end = rest.findIndex(({ method }) => method === "DELETE");
    return deleted ? outcomesOf(type, deleted, known, end < 0 ? rest : rest.slice(0, end)) : [];
  });
}

/** Policies are made and deleted below a path for each of their types. */
function typeAt(path: string): ObjectType | undefined {
  const found = OBJECTS.find(({ api }) => api && path.startsWith(api.path));
  return found ?? (path.startsWith("/policies/") ? policy : undefined);
}

function outcomesOf(
  type: ObjectType,
  deleted: Answer,
  known: ReadonlyMap<ObjectType, Map<string, Answer>>,
  next: readonly Recording[],
): Outcome[] {
  const ids = handlesOf(type.type).map((handle) => deleted[fieldOf(type, handle)]);
  return MANAGED.flatMap((referring) =>
    [...(known.get(referring)?.values() ?? [])].flatMap((object) =>
      Object.entries(object).flatMap(([field, value]) => {
        const attribute = Object.keys(referring.attributes).find(
          (name) => fieldOf(referring, name) === field,
        );
        const refers = [value].flat().some((each) => each !== null && ids.includes(each));
        const isOwn = attribute === undefined || handlesOf(referring.type).includes(attribute);
        const whenDeleted = refers && !isOwn ? fateOf(referring, object, field, next) : undefined;
        if (whenDeleted === "deleted along") known.get(referring)?.delete(idOf(referring, object));
        return whenDeleted && attribute ? [{ type: referring.type, attribute, whenDeleted }] : [];
      }),
    ),
  );
}

function fateOf(
  type: ManagedType,
  object: Answer,
  field: string,
  next: readonly Recording[],
): Reference["whenDeleted"] | undefined {
  const id = idOf(type, object);
  for (const { path, query, status, response } of next) {
    const isList =
      path === type.api.path && Object.entries(query).every(([key, value]) => isSame(object, key, value));
    const isIt = path === `${type.api.path}${id}/`;
    if (!isList && !isIt) continue;
    const found = status < 300 ? objectsIn(response).find((each) => idOf(type, each) === id) : undefined;
    if (!found) return "deleted along";
    if (JSON.stringify(found[field]) === JSON.stringify(object[field])) return "nothing";
    return Array.isArray(found[field]) ? "taken out of the list" : "cleared";
  }
  return undefined;
}

/** Whether a list's filter takes the object, by what was answered or, for bindings' targets, asked for. */
const isSame = (object: Answer, key: string, value: string) =>
  key === "page_size" || [object, (object.asked ?? {}) as Answer].some((each) => String(each[key]) === value);

const idOf = (type: ObjectType, object: Answer) => String(object[fieldOf(type, "id")]);

function objectsIn(response: unknown): Answer[] {
  if (typeof response !== "object" || response === null) return [];
  return "results" in response ? (response.results as Answer[]) : [response as Answer];
}
