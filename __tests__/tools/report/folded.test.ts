import { environmentFromPlan } from "../../../tools/report/environment";
import { folded } from "../../../tools/report/folded";
import { mermaid } from "../../../tools/report/mermaid";
import type { NodeState, Picture, PictureNode } from "../../../tools/report/picture";
import { svg } from "../../../tools/report/svg";
import { crowdedPlan } from "./crowded";

const node = (id: string, kind: string, state: NodeState = "unchanged", layer = 0): PictureNode => ({
  id,
  kind,
  label: id,
  state,
  layer,
});

/** An application with these bound to it. */
function boundTo(
  state: NodeState,
  ...bindings: readonly (readonly [label: string, state: NodeState])[]
): Picture {
  return {
    nodes: [
      ...bindings.map(([label, fate], index) => ({ ...node(`b${index}`, "binding", fate), label })),
      node("cli", "application", state, 1),
    ],
    edges: bindings.map((_, index) => ({ from: `b${index}`, to: "cli", label: "may use" })),
    omitted: 0,
  };
}

function crowded(fate: "create" | "no-op") {
  const { picture } = environmentFromPlan("production", crowdedPlan(fate), "plan");
  return folded(picture as Picture);
}

const inShort = ({ nodes }: ReturnType<typeof folded>) =>
  nodes.map(({ kind, label, notes = [] }) => [kind, label, ...notes.map(({ text }) => text)].join(" | "));

test.each([
  ["one is named", boundTo("unchanged", ["group A", "unchanged"]), [{ text: "may use: group A" }]],
  [
    "several are counted by what they name",
    boundTo("unchanged", ["group A", "unchanged"], ["group B", "unchanged"], ["user C", "unchanged"]),
    [{ text: "may use: 2 groups, 1 user" }],
  ],
  [
    "what changes is named beside what stays",
    boundTo("unchanged", ["group A", "unchanged"], ["group B", "delete"], ["policy C", "create"]),
    [
      { text: "may use: group A" },
      { state: "delete", text: "may use: group B" },
      { state: "create", text: "may use: policy C" },
    ],
  ],
  [
    "many that change are counted",
    boundTo(
      "unchanged",
      ["policy A", "create"],
      ["policy B", "create"],
      ["policy C", "create"],
      ["odd", "create"],
    ),
    [{ state: "create", text: "may use: 3 policies, 1 binding" }],
  ],
  [
    "what is created with its target is told once",
    boundTo("create", ["group A", "create"], ["group B", "create"]),
    [{ text: "may use: 2 groups" }],
  ],
])("bindings are in their target's box: %s", (_, picture, notes) => {
  const { nodes, edges } = folded(picture);

  expect(nodes).toEqual([{ ...node("cli", "application", picture.nodes.at(-1)?.state, 1), notes }]);
  expect(edges).toEqual([]);
});

test("a binding whose target is not drawn keeps its box", () => {
  const picture: Picture = { nodes: [node("b", "binding")], edges: [], omitted: 0 };

  expect(inShort(folded(picture))).toEqual(["binding | b"]);
});

test("eight tokens and eight groups that stay are one box of each kind", () => {
  const drawn = crowded("no-op");

  expect(inShort(drawn)).toHaveLength(10);
  expect(inShort(drawn)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^9 enrollment tokens \| rollout, rollout in department 1, /),
      expect.stringMatching(/^9 device access groups \| laptops/),
    ]),
  );
  expect(drawn.edges.filter(({ label }) => label === "puts into")).toHaveLength(1);
});

test("eight tokens and eight groups that are created have a box each, with whom they let in", () => {
  const drawn = crowded("create");

  const groups = inShort(drawn).filter((each) => each.startsWith("device access group | laptops of"));
  expect(groups).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map(
      (number) => `device access group | laptops of department ${number} | may use: 3 groups`,
    ),
  );
  expect(drawn.edges.filter(({ label }) => label === "puts into")).toHaveLength(9);
  expect(drawn.omitted).toBe(0);
});

test("what changes is drawn before what stays, and the rest is counted", () => {
  const nodes = Array.from({ length: 50 }, (_, index) =>
    node(`n${index}`, `kind ${index}`, index < 45 ? "unchanged" : "update"),
  );

  const drawn = folded({ nodes, edges: [], omitted: 2 });

  expect(drawn.nodes).toHaveLength(40);
  expect(drawn.nodes.slice(-5).map(({ id }) => id)).toEqual(["n45", "n46", "n47", "n48", "n49"]);
  expect(drawn.omitted).toBe(12);
});

test("the accessible name tells states, bindings and relations", () => {
  const picture: Picture = {
    nodes: [
      node("b", "binding", "delete"),
      node("laptops", "device access group", "unchanged", 1),
      node("rollout", "token", "create"),
    ],
    edges: [
      { from: "b", to: "laptops", label: "may use" },
      { from: "rollout", to: "laptops", label: "puts into" },
    ],
    omitted: 0,
  };

  const [, name] = /aria-label="([^"]*)"/.exec(svg(folded(picture))) ?? [];

  expect(name).toBe(
    "device access group laptops stays, may use: b deleted; token rollout created, puts into laptops",
  );
});

test("Mermaid tells what is bound in the target's box", () => {
  const drawn = mermaid(folded(boundTo("update", ["group A", "delete"], ["group B", "unchanged"])));

  expect(drawn.split("\n")[1]).toBe(
    '  n0["application<br/>cli<br/>changed<br/>may use#58; group A, deleted<br/>may use#58; group B"]:::warn',
  );
});
