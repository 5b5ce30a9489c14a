import { ExtData, encode } from "@msgpack/msgpack";
import { decodeState, diagnosticMessages, encodeState } from "../../../standin/provider/protocol/messages";
import { UNKNOWN } from "../../../standin/provider/schema/value";

test("a value survives the wire, the unknown included", () => {
  const state = { text: "ä", count: -3, on: false, none: null, list: [UNKNOWN, "x"], map: { key: UNKNOWN } };

  expect(decodeState(encodeState(state))).toEqual(state);
  expect(decodeState(encodeState(null))).toBeNull();
});

test("the unknown is extension 0 with one zero byte, as Terraform writes it", () => {
  const { msgpack } = encodeState({ a: UNKNOWN });

  expect(Buffer.from(msgpack ?? []).toString("hex")).toBe("81a161d40000");
});

test("an unknown with refinements is unknown", () => {
  const refined = encode({ a: new ExtData(12, new Uint8Array([0x81, 0x01, 0xc2])) });

  expect(decodeState({ msgpack: refined })).toEqual({ a: UNKNOWN });
});

test("an error names its place in the configuration", () => {
  expect(diagnosticMessages([{ summary: "wrong", path: ["grant_types", 1] }])).toEqual([
    {
      severity: "ERROR",
      summary: "wrong",
      detail: "",
      attribute: { steps: [{ attribute_name: "grant_types" }, { element_key_int: 1 }] },
    },
  ]);
});
