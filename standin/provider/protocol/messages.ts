import { decode, ExtData, ExtensionCodec, encode } from "@msgpack/msgpack";
import type { Attributes } from "../schema/attribute";
import type { Diagnostic } from "../schema/diagnostic";
import { type State, UNKNOWN, type Value } from "../schema/value";

/** A value on the wire. */
export interface DynamicValue {
  msgpack?: Uint8Array;
  json?: Uint8Array;
}

const UNKNOWN_EXTENSION = 0;
const REFINED_UNKNOWN_EXTENSION = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({ type: UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });
extensionCodec.register({ type: REFINED_UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });

/** The object a message carries, or null. */
export function decodeState(value: DynamicValue | null | undefined): State | null {
  if (!value?.msgpack?.length) return null;
  return decode(value.msgpack, { extensionCodec }) as State | null;
}

/** The object as a message carries it. */
export function encodeState(state: State | null): DynamicValue {
  return { msgpack: encode(state && wire(state), { extensionCodec }) };
}

function wire(value: Value): unknown {
  if (value === UNKNOWN) return new ExtData(UNKNOWN_EXTENSION, new Uint8Array([0]));
  if (Array.isArray(value)) return value.map(wire);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wire(part)]));
}

/** A schema as the protocol has it. */
export function schemaMessage(attributes: Attributes) {
  return {
    version: 0,
    block: {
      attributes: Object.entries(attributes).map(([name, attribute]) => ({
        name,
        type: Buffer.from(JSON.stringify(attribute.type)),
        required: attribute.required ?? false,
        optional: attribute.optional ?? false,
        computed: attribute.computed ?? false,
        sensitive: attribute.sensitive ?? false,
      })),
    },
  };
}

/** A path as the protocol has it. */
export const pathMessage = (path: readonly (string | number)[]) => ({
  steps: path.map((step) =>
    typeof step === "string" ? { attribute_name: step } : { element_key_int: step },
  ),
});

/** Errors as the protocol has them. */
export const diagnosticMessages = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ summary, detail, path }) => ({
    severity: "ERROR",
    summary,
    detail: detail ?? "",
    ...(path && { attribute: pathMessage(path) }),
  }));
