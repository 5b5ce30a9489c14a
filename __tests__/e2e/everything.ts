import type { Api } from "./api";

const LISTS = [
  "/core/brands/",
  "/flows/instances/",
  "/flows/bindings/",
  "/providers/oauth2/",
  "/core/applications/",
  "/policies/bindings/",
  "/endpoints/agents/connectors/",
  "/endpoints/agents/enrollment_tokens/",
  "/endpoints/device_access_groups/",
  "/stages/all/",
  "/propertymappings/provider/scope/",
  "/core/groups/",
];

/** All objects that a set-up may touch, without the order of lists of references, of which authentik keeps none. */
export async function everything(api: Api): Promise<unknown> {
  const lists = await Promise.all(LISTS.map((path) => api.list(path)));
  return JSON.parse(JSON.stringify(lists), (_, value) =>
    Array.isArray(value) && value.every((item) => typeof item !== "object") ? [...value].sort() : value,
  );
}
