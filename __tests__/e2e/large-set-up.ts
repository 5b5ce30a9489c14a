import type { StandIn } from "../../standin/launch";
import { Api } from "./api";

export interface Size {
  /** Groups that are bound to the application. */
  readonly bindings: number;
  /** Brands beside the default one. */
  readonly brands: number;
  /** Members of the first of those groups. */
  readonly users: number;
}

/** Puts into a stand-in what a large set-up refers to; the settings of that set-up. */
export async function largeSetUp({ server }: Pick<StandIn, "server">, { bindings, brands, users }: Size) {
  const groups = Array.from({ length: bindings }, (_, index) => `team ${String(index).padStart(4, "0")}`);
  const ids = groups.map((name) => server.seed.group(name));
  server.seed.users("member of all", 1, ids);
  server.seed.users("someone", users, ids.slice(0, 1));
  const domains = Array.from({ length: brands }, (_, index) => `brand-${index}.example.com`);
  for (const domain of domains) await new Api(server).post("/core/brands/", { domain });
  return {
    cli: { access: groups.map((group) => ({ group })) },
    brands: { others: domains },
  };
}
