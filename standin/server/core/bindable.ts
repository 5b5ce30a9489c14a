import { randomUUID } from "node:crypto";
import type { JsonObject } from "./json";

/** How the results of several bindings combine. */
export const ENGINE_MODES = ["any", "all"] as const;

/** What policies can be bound to has an id of its own for that. */
export const bindable = (): JsonObject => ({ pbm: randomUUID() });
