import type { Attributes } from "../schema/attribute";
import type { State } from "../schema/value";
import { planChange } from "./plan";
import { ResourceData } from "./resource-data";
import { appliedState, dataSourceState, type Reading, refreshedState } from "./state";

/** How values are planned, sent and kept, by the library that a provider is made with. */
export interface Generation {
  /** Version of Terraform's plugin protocol. */
  readonly protocol: 5 | 6;
  /** The attributes as the schema shows them. */
  schema(attributes: Attributes): Attributes;
  /** @param proposed - The configuration merged with the state by Terraform */
  plan(attributes: Attributes, prior: State | null, proposed: State, config: State): State;
  data(id: string, values: State): ResourceData;
  refreshed(attributes: Attributes, prior: State, reading: Reading): State;
  applied(attributes: Attributes, prior: State | null, planned: State, reading: Reading): State;
  /** The state after a request that failed, null where nothing was made. */
  failed(attributes: Attributes, prior: State | null, planned: State, id: string): State | null;
  found(attributes: Attributes, config: State, reading: Reading): State;
}

/** HashiCorp's plugin SDK v2, with which the released providers are made. */
export const SDK: Generation = {
  protocol: 5,
  schema: (attributes) => attributes,
  plan: planChange,
  data: (id, values) => new ResourceData(id, values),
  refreshed: refreshedState,
  applied: appliedState,
  failed: (attributes, prior, planned, id) => (id ? appliedState(attributes, prior, planned, { id }) : null),
  found: dataSourceState,
};
