import { randomUUID } from "node:crypto";
import { ENGINE_MODES } from "./choices";
import { choice, type Field } from "./fields";
import type { JsonObject } from "./json";

/** What policies can be bound to has an id of its own for that. */
export const bindable = (): JsonObject => ({ pbm: randomUUID() });

/** How the results of several bindings combine. */
export const engineMode = (): Field => choice(ENGINE_MODES, "any");
