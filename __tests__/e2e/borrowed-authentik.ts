import { createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Api, type ApiObject } from "./api";

/** Every list with objects that the tests make, each with the field that names an object in a path. */
export const LISTS: Readonly<Record<string, string>> = {
  "/core/applications/": "slug",
  "/endpoints/agents/enrollment_tokens/": "token_uuid",
  "/stages/endpoints/": "pk",
  "/endpoints/agents/connectors/": "connector_uuid",
  "/endpoints/device_access_groups/": "pbm_uuid",
  "/providers/oauth2/": "pk",
  "/propertymappings/provider/scope/": "pk",
  "/flows/instances/": "slug",
  "/core/groups/": "pk",
  "/core/users/": "pk",
};

/** Held by the test that uses the real authentik: all of them change its one default brand. */
const TURN_PORT = 48_571;

/**
 * Waits until no other test uses the authentik.
 *
 * @returns how it is given back: without anything of that prefix, and with the default brand as it was
 */
export async function borrowAuthentik(
  real: { readonly url: string; readonly token: string },
  prefix: string,
): Promise<() => Promise<void>> {
  const turn = await takeTurn();
  const api = new Api(real);
  try {
    const brand = await api.find("/core/brands/", { domain: "authentik-default" });
    return async () => {
      try {
        await restore(api, `/core/brands/${brand.brand_uuid}/`, brand);
        await deleteAll(api, prefix);
      } finally {
        turn.close();
      }
    };
  } catch (error) {
    turn.close();
    throw error;
  }
}

/** Whether an object is the test's own. */
export const isOf = (prefix: string, { name, slug, username }: ApiObject): boolean =>
  [name, slug, username].some((text) => String(text).includes(prefix));

async function takeTurn(): Promise<Server> {
  for (;;) {
    const turn = createServer();
    const isMine = await new Promise<boolean>((resolve) => {
      turn.once("error", () => resolve(false)).listen(TURN_PORT, "127.0.0.1", () => resolve(true));
    });
    if (isMine) return turn;
    await wait(200);
  }
}

async function restore(api: Api, path: string, before: ApiObject): Promise<void> {
  const now = await api.get(path);
  const changed = Object.entries(before).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(now[field]),
  );
  if (changed.length > 0) await api.change(path, Object.fromEntries(changed));
}

async function deleteAll(api: Api, prefix: string): Promise<void> {
  for (const [path, id] of Object.entries(LISTS)) {
    for (const object of await api.list(path)) {
      if (isOf(prefix, object)) await api.delete(`${path}${object[id]}/`);
    }
  }
}
