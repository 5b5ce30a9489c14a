import type { Authentik } from "../authentik/client";
import { RefusedRequest, UnansweredRequest } from "../authentik/errors";
import { type Diagnostic, ProviderError } from "../schema/diagnostic";
import type { State } from "../schema/value";
import { SDK } from "./generation";
import type { DataSource, Resource } from "./resource";
import { withDefaults } from "./state";

/** How an operation ended: the new state, null when the object is gone, and what went wrong. */
export interface Outcome {
  readonly state: State | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a resource anew; a 404 means it is gone. */
export async function refresh(
  resource: Resource,
  authentik: Authentik,
  prior: State,
  generation = SDK,
): Promise<Outcome> {
  try {
    const reading = await resource.read(authentik, generation.data(String(prior.id), prior));
    return { state: generation.refreshed(resource.attributes, prior, reading), diagnostics: [] };
  } catch (error) {
    return isMissing(error)
      ? { state: null, diagnostics: [] }
      : { state: prior, diagnostics: [explain(error)] };
  }
}

/**
 * Creates, updates or deletes. A 404 in an update counts as gone without an error, as in the real provider, which
 * Terraform then reports as an inconsistent result. After a failure the state is what was planned, if there is an id.
 */
export async function apply(
  resource: Resource,
  authentik: Authentik,
  prior: State | null,
  planned: State | null,
  generation = SDK,
): Promise<Outcome> {
  const data = generation.data(String(prior?.id ?? ""), planned ?? prior ?? {});
  try {
    if (!planned) {
      await resource.delete(authentik, data);
      return { state: null, diagnostics: [] };
    }
    data.id = await (prior ? resource.update(authentik, data) : resource.create(authentik, data));
    const reading = await resource.read(authentik, data);
    return {
      state: generation.applied(resource.attributes, prior, planned, { ...reading, id: data.id }),
      diagnostics: [],
    };
  } catch (error) {
    if (isMissing(error)) return { state: null, diagnostics: [] };
    const state = planned && generation.failed(resource.attributes, prior, planned, data.id);
    return { state, diagnostics: [explain(error)] };
  }
}

/** Reads a data source; a 404 gives no state. */
export async function readDataSource(
  { attributes, read }: DataSource,
  authentik: Authentik,
  config: State,
  generation = SDK,
): Promise<Outcome> {
  try {
    const reading = await read(authentik, generation.data("", withDefaults(attributes, config)));
    return { state: generation.found(attributes, config, reading), diagnostics: [] };
  } catch (error) {
    return { state: null, diagnostics: isMissing(error) ? [] : [explain(error)] };
  }
}

const isMissing = (error: unknown) => error instanceof RefusedRequest && error.status === 404;

function explain(error: unknown): Diagnostic {
  if (error instanceof RefusedRequest || error instanceof UnansweredRequest) return error.diagnostic;
  if (error instanceof ProviderError) return { summary: error.message };
  throw error;
}
