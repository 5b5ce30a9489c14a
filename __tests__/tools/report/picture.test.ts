import { environmentFromPlan } from "../../../tools/report/environment";
import { folded } from "../../../tools/report/folded";
import { mermaid } from "../../../tools/report/mermaid";
import { type Picture, pictureOf as pictureOfPlan } from "../../../tools/report/picture";
import { svg } from "../../../tools/report/svg";
import { changeOf, fixture, planOf } from "../changes/plans";
import { HOSTILE } from "./reports";

function pictureOf(name: string, kind: "plan" | "drift" = "plan"): Picture {
  const { picture } = environmentFromPlan("production", fixture(name), kind);
  if (!picture) throw new Error(`${name} has no picture`);
  return picture;
}

const arrowsIn = ({ nodes, edges }: Picture) => {
  const label = (id: string) => nodes.find((node) => node.id === id)?.label;
  return edges.map(({ from, to, label: says }) => `${label(from)} -${says}-> ${label(to)}`).sort();
};

const SET_UP = [
  "authentik Agent -federates-> authentik-cli",
  "authentik-cli -provider-> authentik-cli",
  "authentik-cli -scopes-> openid, email, profile, offline_access",
  "authentik-cli -signs with-> authentik Self-signed Certificate",
  "authentik-default -device code flow-> default-device-code-flow",
  "check device -asks-> authentik Agent",
  "group authentik Admins -may use-> authentik-cli",
  "group authentik Admins -may use-> laptops",
  "rollout -enrols at-> authentik Agent",
  "rollout -puts into-> laptops",
];

test.each(["first-apply", "no-op"])("%s shows who may use what and what refers to what", (name) => {
  expect(arrowsIn(pictureOf(name))).toEqual(SET_UP);
});

test("a user's binding names the user, though the provider records an empty group beside it", () => {
  const binding = changeOf("authentik_policy_binding.jane", {}, {}, { actions: ["no-op"] });
  const planned = [{ ...binding, values: { id: "b", target: "t", group: "", user: 7 } }];
  const jane = changeOf("data.authentik_user.jane", {}, {});
  const prior = [{ ...jane, type: "authentik_user", values: { id: "7", pk: 7, username: "jane" } }];

  const picture = pictureOfPlan(planOf(binding, { planned, prior }), [], []);

  expect(picture?.nodes.map(({ label }) => label)).toEqual(["user jane"]);
});

test("a stage in a flow is drawn with the flow", () => {
  const binding = changeOf("authentik_flow_stage_binding.b", null, { target: "f", stage: "s", order: 15 });
  const stage = changeOf("authentik_stage_endpoints.s", {}, {});
  const flow = changeOf("data.authentik_flow.f", {}, {});
  const planned = [
    { ...binding, values: { id: "b", target: "f", stage: "s", order: 15 } },
    { ...stage, values: { id: "s", name: "Known device" } },
  ];
  const prior = [{ ...flow, type: "authentik_flow", mode: "data", values: { id: "f", slug: "log-in" } }];

  const picture = pictureOfPlan(planOf(binding, { planned, prior }), [], []);

  expect(picture && arrowsIn(picture)).toEqual(["stage Known device -part of-> log-in"]);
});

test.each([
  ["no-op", "plan", "authentik_brand.default_brand", "unchanged"],
  ["first-apply", "plan", "authentik_flow.device_code_flow", "create"],
  ["update", "plan", "authentik_provider_oauth2.cli_provider", "update"],
  ["replace", "plan", "authentik_endpoints_connector_agent.connector", "replace"],
  ["delete", "plan", "authentik_stage_endpoints.endpoint_stage_check_device", "delete"],
  ["forget", "plan", "authentik_brand.default_brand", "forget"],
  ["drift-only", "drift", "authentik_brand.default_brand", "drifted"],
  ["drift-only", "drift", "authentik_policy_binding.cli_access_group_authentik_Admins", "lost"],
] as const)("%s, %s: %s is %s", (name, kind, id, state) => {
  const node = pictureOf(name, kind).nodes.find((each) => each.id === id);

  expect(node?.state).toBe(state);
});

test("Mermaid and SVG draw every node and arrow, and the same each time", () => {
  const picture = pictureOf("update");

  expect(mermaid(picture).match(/^ {2}n\d+\["/gm)).toHaveLength(picture.nodes.length);
  expect(mermaid(picture).match(/ --> /g)).toHaveLength(picture.edges.length);
  expect(svg(picture).match(/<rect /g)).toHaveLength(picture.nodes.length);
  expect(svg(picture).match(/class="edge"/g)).toHaveLength(picture.edges.length);
  expect(svg(picture)).toBe(svg(pictureOf("update")));
});

test("nodes of the SVG do not overlap", () => {
  const places = [
    ...svg(pictureOf("first-apply")).matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"/g,
    ),
  ].map((match) => match.slice(1).map(Number) as [number, number, number, number]);

  const overlapping = places.filter(([x, y, width, height], index) =>
    places.some(([ox, oy], other) => other > index && Math.abs(ox - x) < width && Math.abs(oy - y) < height),
  );
  expect(overlapping).toEqual([]);
});

test("labels cannot end their quotes or their line", () => {
  const picture: Picture = {
    nodes: [{ id: "a", kind: "flow", label: HOSTILE, state: "update", layer: 0 }],
    edges: [],
    omitted: 0,
  };

  const lines = mermaid(picture).split("\n");

  expect(lines[1]).toMatch(/^ {2}n0\["flow<br\/>[^"`<>{}[\]\n]*<br\/>changed"\]:::warn$/u);
  expect(lines).toHaveLength(7);
});

test("a large set-up is drawn without most of what stays as it is", () => {
  const plan = JSON.parse(fixture("update"));
  const [resource] = plan.planned_values.root_module.resources;
  const group = {
    ...resource,
    type: "authentik_endpoints_device_access_group",
    mode: "managed",
    values: { name: "more" },
  };
  const more = Array.from({ length: 100 }, (_, index) => ({
    ...group,
    address: `authentik_endpoints_device_access_group.g${index}`,
  }));
  plan.planned_values.root_module.resources.push(...more);

  const { picture } = environmentFromPlan("production", JSON.stringify(plan), "plan");

  expect(picture?.omitted).toBe(0);
  const drawn = folded(picture as Picture);
  expect(drawn.nodes.map(({ kind, label }) => `${kind} ${label.slice(0, 20)}`)).toContain(
    "101 device access groups laptops, more, more,",
  );
  expect(drawn.nodes.map(({ id }) => id)).toContain("authentik_provider_oauth2.cli_provider");
});

test("what is written stays inside its box, however wide its letters are, and no arrow crosses it out", () => {
  const drawn = svg(pictureOf("update"));

  const boxes = [
    ...drawn.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"[^>]*\/>\n?<svg x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"><text/g,
    ),
  ];
  const inside = boxes.filter(([, x, y, width, height, ...inner]) => {
    const [left, top, wide, high] = inner.map(Number) as [number, number, number, number];
    return left >= Number(x) && top >= Number(y) && wide <= Number(width) && high <= Number(height);
  });

  expect(inside).toHaveLength(pictureOf("update").nodes.length);
  expect(drawn.lastIndexOf('class="edge"')).toBeLessThan(drawn.indexOf("<text"));
});

test("an application of the command line is drawn with the provider whose tokens it takes", () => {
  const provider = (name: string, id: string, accepted: readonly number[]) => ({
    ...changeOf(`authentik_provider_oauth2.${name}`, {}, {}),
    values: { id, name, jwt_federation_providers: accepted },
  });
  const connector = changeOf("authentik_endpoints_connector_agent.c", {}, {});
  const planned = [
    { ...connector, values: { id: "c", name: "agents", jwt_federation_providers: [1] } },
    provider("authentik-cli", "1", []),
    provider("Kubernetes", "2", [1]),
  ];

  const picture = pictureOfPlan(planOf(connector, { planned }), [], []);

  expect(picture && arrowsIn(picture)).toEqual([
    "Kubernetes -takes tokens of-> authentik-cli",
    "agents -federates-> authentik-cli",
  ]);
});

test("an arrow between two of one column goes around on its right, inside of the picture", () => {
  const node = (id: string, layer: number) =>
    ({ id, kind: "provider", label: id, state: "unchanged", layer }) as const;
  const edges = [{ from: "a", to: "b", label: "takes tokens of" }];

  const drawn = svg({ nodes: [node("first", 1), node("a", 2), node("b", 2)], edges, omitted: 0 });

  const [, x1, , leaves, , arrives, , x2] = /d="M(\d+) (\S+)C(\d+) (\S+) (\d+) (\S+) (\d+)/.exec(drawn) ?? [];
  const [, width] = /viewBox="0 0 (\d+) /.exec(drawn) ?? [];
  expect(Number(x2)).toBe(Number(x1) + 2);
  expect(leaves).toBe(arrives);
  expect(Number(leaves)).toBeGreaterThan(Number(x2));
  expect(Number(leaves)).toBeLessThan(Number(width));
});
