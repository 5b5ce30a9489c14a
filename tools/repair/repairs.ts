import { type AuthentikClient, unlessMissing } from "../authentik/client";
import { type DroppedValue, droppedValues, droppingPath } from "../set-up/dropped-values";
import type { SetUpObject as ManagedObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";

/** One PATCH that sets what the provider cannot, and nothing else. */
export interface Repair {
  readonly object: ManagedObject;
  /** Path below `/api/v3`. */
  readonly path: string;
  readonly values: readonly DroppedValue[];
}

/** The repairs that the live server needs, reading only. @throws RequestError */
export async function repairsOf(client: AuthentikClient, managed: ManagedSetUp): Promise<Repair[]> {
  const repairs = await Promise.all(
    managed.objects.map(async (object): Promise<Repair[]> => {
      const path = droppingPath(object);
      const live = path === undefined ? undefined : await read(client, path);
      const values = live === undefined ? [] : droppedValues(object, live);
      return path === undefined || values.length === 0 ? [] : [{ object, path, values }];
    }),
  );
  return repairs.flat();
}

/** Sends the repairs and reads the objects again to prove them. @throws RequestError, Error when a value did not change */
export async function sendRepairs(client: AuthentikClient, repairs: readonly Repair[]): Promise<void> {
  for (const { object, path, values } of repairs) {
    await client.patch(path, bodyOf(values));
    const left = droppedValues(object, await client.get<Record<string, unknown>>(path));
    if (left.length > 0) {
      const names = left.map(({ attribute }) => attribute).join(", ");
      throw new Error(`authentik accepted PATCH ${path} and still has the old ${names}: look into its log`);
    }
  }
}

/** What a repair changes. */
export function changesOf({ object, values }: Repair): string {
  const changes = values.map(
    ({ attribute, found, wanted }) => `  ${attribute}: ${JSON.stringify(found)} -> ${JSON.stringify(wanted)}`,
  );
  return [object.address, ...changes].join("\n");
}

/** The request as it will be sent. */
export function requestOf({ path, values }: Repair): string {
  return `  PATCH /api/v3${path} ${JSON.stringify(bodyOf(values))}`;
}

function bodyOf(values: readonly DroppedValue[]): Record<string, unknown> {
  return Object.fromEntries(values.map(({ attribute, wanted }) => [attribute, wanted]));
}

function read(client: AuthentikClient, path: string): Promise<Record<string, unknown> | undefined> {
  return unlessMissing(client.get<Record<string, unknown>>(path));
}
