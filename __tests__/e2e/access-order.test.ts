import type { AccessBinding } from "../../lib";
import { Api } from "./api";
import { Deployment, type PlannedChange } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(120_000);

const PEOPLE = ["a", "b", "c", "d"];
const APPLICATION = "/core/applications/authentik-cli/";

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  for (const name of PEOPLE) target.standIn.server.seed.group(name);
  target.standIn.server.seed.user("jane");
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const a = { group: "a" };
const b = { group: "b" };
const c = { group: "c" };
const jane = { user: "jane" };

test("entries that come, go and change places leave the others' order alone, twice", async () => {
  await deploy(a, b, jane);
  const before = await orders();

  for (const _ of ["once", "twice"]) {
    expect(await deploy(jane, b, a)).toEqual([]);
    expect(await deploy(c, a, b, jane)).toEqual(["create authentik_policy_binding.cli_access_group_c"]);
    expect(await deploy(a, jane, b, c)).toEqual([]);
    expect(await deploy(jane, b, a)).toEqual(["delete authentik_policy_binding.cli_access_group_c"]);
    expect(await orders()).toEqual(before);
  }
});

test("given orders swap in one apply, and there are bindings at any time", async () => {
  await deploy({ ...a, order: 1 }, { ...b, order: 2 });
  const since = target.standIn.server.requests.length;

  const swapped = await deploy({ ...a, order: 2 }, { ...b, order: 1 });

  expect(swapped).toEqual([
    "create,delete authentik_policy_binding.cli_access_group_a",
    "create,delete authentik_policy_binding.cli_access_group_b",
    "update terraform_data.cli_access_orders",
  ]);
  expect(await orders()).toEqual({ a: 2, b: 1 });
  expect(fewestBindings(2, since)).toBeGreaterThan(1);
});

test.each<[string, AccessBinding[], AccessBinding[], Record<string, number>]>([
  [
    "moves to the order that another one leaves",
    [{ ...a, order: 1 }, { ...b, order: 2 }, jane],
    [{ ...a, order: 2 }, { ...b, order: 3 }, jane],
    { a: 2, b: 3 },
  ],
  ["is given to another entry", [{ ...a, order: 1 }, b], [a, { ...b, order: 1 }], { b: 1 }],
  [
    "becomes that of another one",
    [
      { ...a, order: 1 },
      { ...b, order: 2 },
    ],
    [
      { ...a, order: 2 },
      { ...b, order: 2 },
    ],
    { a: 2, b: 2 },
  ],
  ["is given for the first time", [a, b], [{ ...a, order: 7 }, b], { a: 7 }],
  [
    "comes with a new entry",
    [{ ...a, order: 1 }, b],
    [{ ...c, order: 1 }, { ...a, order: 1 }, b],
    { a: 1, c: 1 },
  ],
])("a given order %s in one apply", async (_, before, after, expected) => {
  await deploy(...before);

  await deploy(...after);

  expect(await orders()).toMatchObject(expected);
});

test("drift in an order, given or not, is seen and set back", async () => {
  await deploy({ ...a, order: 1 }, { ...b, order: 2 }, c, jane);
  const before = await orders();
  const [first, second, third] = await Promise.all([bindingOf("a"), bindingOf("c"), bindingOf("jane")]);
  await api.change(`/policies/bindings/${first}/`, { order: 70 });
  await api.change(`/policies/bindings/${second}/`, { order: 71 });
  await api.change(`/policies/bindings/${third}/`, { order: 0 });

  const { changes } = await deployment.plan();
  const { code } = await deployment.apply("planned");

  expect(changes.map(({ address, attributes }) => ({ address, attributes }))).toEqual(
    ["group_a", "group_c", "user_jane"].map((entry) => ({
      address: `authentik_policy_binding.cli_access_${entry}`,
      attributes: ["order"],
    })),
  );
  expect(code).toBe(0);
  expect(await orders()).toEqual(before);
});

test("what was deployed with the entries' places as their orders is brought up to date in one apply", async () => {
  await deploy(a, b, c, jane);
  const before = await orders();
  for (const [place, name] of ["a", "b", "c", "jane"].entries()) {
    await api.change(`/policies/bindings/${await bindingOf(name)}/`, { order: place });
  }

  expect(await deploy(a, b, c, jane)).toEqual(
    ["group_a", "group_b", "group_c", "user_jane"].map(
      (entry) => `update authentik_policy_binding.cli_access_${entry}`,
    ),
  );
  expect(await orders()).toEqual(before);
});

/** Applies a list of access, after which nothing is left to do; what the plan says is returned. */
async function deploy(...access: AccessBinding[]): Promise<string[]> {
  deployment.configure({ cli: { access } });
  const { changes } = await deployment.plan();
  const { code, stderr } = await deployment.apply("planned");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect((await deployment.plan()).run.code).toBe(0);
  return changes.map(({ actions, address }: PlannedChange) => `${actions} ${address}`).sort();
}

/** The order of each binding, by the name of whom it lets in. */
async function orders(): Promise<Record<string, unknown>> {
  return Object.fromEntries((await bindings()).map(({ name, order }) => [name, order]));
}

async function bindingOf(name: string): Promise<unknown> {
  return (await bindings()).find((binding) => binding.name === name)?.pk;
}

async function bindings() {
  const { pk } = await api.get(APPLICATION);
  const all = await api.list("/policies/bindings/", { target: String(pk) });
  return all.map(({ pk, order, group_obj, user_obj }) => ({
    ...{ pk, order },
    name: String(
      (group_obj as { name: string } | null)?.name ?? (user_obj as { username: string } | null)?.username,
    ),
  }));
}

/** The fewest bindings that there were at any time since a request, by what was sent. */
function fewestBindings(atFirst: number, since: number): number {
  let now = atFirst;
  const counts = target.standIn.server.requests.slice(since).map(({ method, path, status }) => {
    if (path.startsWith("/api/v3/policies/bindings/") && Number(status) < 300) {
      now += method === "POST" ? 1 : method === "DELETE" ? -1 : 0;
    }
    return now;
  });
  return Math.min(...counts);
}
