import { readFileSync } from "node:fs";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { MUTATIONS, mutate, mutationsOf, type Others, serverValue } from "./mutations";
import { openTarget, type Target, TIME_LIMIT_MS } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(TIME_LIMIT_MS);

let target: Target;
let api: Api;
let deployment: Deployment;
let others: Others;
let defaultBrand: Record<string, unknown>;

beforeAll(async () => {
  target = await openTarget();
  api = new Api(target);
  deployment = new Deployment(target.environment);
  defaultBrand = await api.find("/core/brands/", { domain: "authentik-default" });
  deployment.configure(wholeSetUp(target.prefix));
  const run = await deployment.apply();
  if (run.code !== 0) throw new Error(run.stderr);
  const connector = await api.post("/endpoints/agents/connectors/", { name: `${target.prefix}-other` });
  const group = await api.post("/core/groups/", { name: `${target.prefix}-other` });
  const bindingTarget = await api.post("/endpoints/device_access_groups/", {
    name: `${target.prefix}-other`,
  });
  const user = await api.post("/core/users/", { username: `${target.prefix}-other`, name: "Other" });
  others = {
    prefix: target.prefix,
    flow: (await api.find("/flows/instances/", { slug: "default-provider-authorization-explicit-consent" }))
      .pk as string,
    group: group.pk as string,
    user: user.pk as number,
    connector: connector.connector_uuid as string,
    bindingTarget: bindingTarget.pbm_uuid as string,
    stage: (await api.find("/stages/all/", { name: "default-user-settings" })).pk as string,
  };
});

afterAll(async () => {
  deployment.remove();
  await target.close();
});

test("every attribute that the bindings know is changed, an exception or left to others on purpose", async () => {
  const addresses = [...(await deployment.state()).keys()].filter((address) => /^authentik_/.test(address));
  const types = new Set(addresses.map((address) => address.split(".")[0] as string));

  expect([...types].sort()).toEqual(Object.keys(MUTATIONS).sort());
  for (const type of types) {
    const folder = type.replace("authentik_", "").replaceAll("_", "-");
    const source = readFileSync(`.gen/providers/authentik/${folder}/index.ts`, "utf8");
    const known = [...source.matchAll(/^ {2}\/\/ (\w+) - computed: /gm)].map(([, attribute]) => attribute);
    const { changed, exceptions, unmanaged } = mutationsOf(type);
    expect({
      type,
      attributes: Object.keys({ ...changed, ...exceptions, ...unmanaged, id: "" }).sort(),
    }).toEqual({ type, attributes: known.sort() });
  }
});

test("the second plan is empty", async () => {
  const { run, changes } = await deployment.plan();

  expect({ code: run.code, changes }).toEqual({ code: 0, changes: [] });
});

test("each attribute changed outside shows in the plan, alone, and the apply sets it back", async () => {
  const state = await deployment.state();
  const rounds = roundsOfMutations(state);
  let noticed = 0;
  let repaired = 0;

  for (const round of rounds) {
    const before = await Promise.all(
      round.map(({ type, attribute, attributes }) => serverValue(api, type, attribute, attributes)),
    );
    for (const { type, attribute, attributes } of round) {
      await mutate(api, type, attribute, attributes, others);
    }
    const { run, changes } = await deployment.plan();
    expect({ code: run.code, stderr: run.stderr, changes: byAddress(changes) }).toEqual({
      code: 2,
      stderr: "",
      changes: Object.fromEntries(round.map(({ address, attribute }) => [address, [attribute]])),
    });
    noticed += changes.length;

    const applied = await deployment.apply("planned");
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
    const after = await Promise.all(
      round.map(({ type, attribute, attributes }) => serverValue(api, type, attribute, attributes)),
    );
    round.forEach(({ address, attribute }, index) => {
      expect({ address, [attribute]: inAnyOrder(after[index]) }).toEqual({
        address,
        [attribute]: inAnyOrder(before[index]),
      });
      repaired += 1;
    });
  }

  const { run } = await deployment.plan();
  expect(run.code).toBe(0);
  const total = rounds.flat().length;
  console.log(
    `figure: drift: ${noticed} of ${total} attributes noticed, ${repaired} of ${total} repaired${exceptions()}`,
  );
});

test("nobody's change of the brand's other attributes shows", async () => {
  await api.change(`/core/brands/${defaultBrand.brand_uuid}/`, {
    branding_title: "Someone's title",
    branding_custom_css: "body {}",
    branding_logo: "https://example.com/someone.svg",
    flow_recovery: others.flow,
    attributes: { someone: "else" },
  });

  const { run, changes } = await deployment.plan();
  expect({ code: run.code, changes }).toEqual({ code: 0, changes: [] });
});

interface PlacedMutation {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  readonly attributes: Record<string, unknown>;
}

/** One attribute of each resource a round, so that a plan checks many resources at once and each of them alone. */
function roundsOfMutations(state: Map<string, Record<string, unknown>>): PlacedMutation[][] {
  const rounds: PlacedMutation[][] = [];
  for (const [address, attributes] of state) {
    const type = address.split(".")[0] as string;
    if (!(type in MUTATIONS)) continue;
    const attributesOfThis = Object.keys(mutationsOf(type).changed).filter((attribute) =>
      // A binding has one of these three; the set-up holds one binding of a group and one of a user.
      ["group", "user"].includes(attribute) && type === "authentik_policy_binding"
        ? Boolean(attributes[attribute])
        : true,
    );
    attributesOfThis.forEach((attribute, index) => {
      rounds[index] ??= [];
      rounds[index].push({ address, type, attribute, attributes });
    });
  }
  return rounds;
}

function byAddress(changes: readonly { address: string; attributes: readonly string[] }[]) {
  return Object.fromEntries(changes.map(({ address, attributes }) => [address, attributes]));
}

function inAnyOrder(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}

function exceptions(): string {
  return Object.entries(MUTATIONS)
    .flatMap(([type, { exceptions = {} }]) =>
      Object.entries(exceptions).map(
        ([attribute, { trap }]) =>
          `\n  exception ${type}.${attribute}: ${typeof trap === "number" ? `trap ${trap}` : trap}`,
      ),
    )
    .join("");
}
