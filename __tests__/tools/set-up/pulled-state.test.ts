import { stateOf } from "../../../tools/set-up/pulled-state";
import { SetUpError } from "../../../tools/set-up/stack";

const stateWith = (...resources: readonly object[]) => JSON.stringify({ version: 4, resources });
const group = { mode: "managed", type: "authentik_group", name: "team" };

test("a state that was never written has nothing", () => {
  expect(stateOf("production", "\n")).toEqual({});
});

test("each instance has the address that terraform shows", () => {
  const pulled = stateWith(
    { ...group, instances: [{ attributes: { id: "1" } }] },
    { ...group, mode: "data", instances: [{ index_key: 0, attributes: { id: "2" } }] },
    { ...group, module: 'module.a["x"]', instances: [{ index_key: 'say "hi"', attributes: { id: "3" } }] },
  );

  expect(stateOf("production", pulled)).toEqual({
    values: {
      root_module: {
        resources: [
          { ...group, address: "authentik_group.team", values: { id: "1" } },
          { ...group, mode: "data", address: "data.authentik_group.team[0]", values: { id: "2" } },
          {
            ...group,
            address: 'module.a["x"].authentik_group.team["say \\"hi\\""]',
            values: { id: "3" },
          },
        ],
      },
    },
  });
});

test("what a replacement left over is not there, and a terraform_data has what it holds", () => {
  const data = { mode: "managed", type: "terraform_data", name: "server" };
  const output = { value: { url: "https://id.example.com" }, type: ["object", { url: "string" }] };
  const pulled = stateWith(
    { ...group, instances: [{ deposed: "4c1b", attributes: { id: "1" } }, { attributes: null }] },
    { ...data, instances: [{ attributes: { id: "2", input: null, output } }] },
  );

  expect(stateOf("production", pulled)).toEqual({
    values: {
      root_module: {
        resources: [
          { ...group, address: "authentik_group.team", values: {} },
          {
            ...data,
            address: "terraform_data.server",
            values: { id: "2", input: null, output: { url: "https://id.example.com" } },
          },
        ],
      },
    },
  });
});

test.each([
  [{ version: 5 }, "the state of production has the format 5, 4 is known: update agent-stack"],
  [{ version: 4, resources: {} }, "the state of production is not as expected: resources is not a list"],
])("%j is refused", (state, message) => {
  expect(() => stateOf("production", JSON.stringify(state))).toThrow(new SetUpError(message));
});
