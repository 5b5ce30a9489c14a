import * as objects from "../objects";
import type { LiveObject } from "./live-object";
import type { Lists } from "./sight";

/** What authentik has of the types that a set-up of the agent's consists of. */
export interface LiveLists {
  readonly brands: readonly LiveObject[];
  readonly flows: readonly LiveObject[];
  readonly providers: readonly LiveObject[];
  readonly connectors: readonly LiveObject[];
  readonly tokens: readonly LiveObject[];
  readonly groups: readonly LiveObject[];
  readonly stages: readonly LiveObject[];
}

/** Reads whole lists, so that what belongs together is found whatever it is called. @throws RequestError */
export async function readLiveLists(list: Lists): Promise<LiveLists> {
  const [brands, flows, providers, connectors, tokens, groups, stages] = await Promise.all([
    list(objects.brand),
    list(objects.flow),
    list(objects.provider),
    list(objects.connector),
    list(objects.enrollmentToken),
    list(objects.deviceAccessGroup),
    list(objects.endpointStage),
  ]);
  return { brands, flows, providers, connectors, tokens, groups, stages };
}
