import type { Api } from "./api";
import type { Deployment } from "./deployment";
import { MUTATIONS, mutate, mutationsOf, type Others, serverValue } from "./mutations";

/** Makes what changed attributes can point to. */
export async function makeOthers(api: Api, prefix: string): Promise<Others> {
  const name = `${prefix}-other`;
  const connector = await api.post("/endpoints/agents/connectors/", { name });
  const group = await api.post("/core/groups/", { name });
  const bindingTarget = await api.post("/endpoints/device_access_groups/", { name });
  const user = await api.post("/core/users/", { username: name, name: "Other" });
  const slug = "default-provider-authorization-explicit-consent";
  return {
    prefix,
    flow: (await api.find("/flows/instances/", { slug })).pk as string,
    group: group.pk as string,
    user: user.pk as number,
    connector: connector.connector_uuid as string,
    bindingTarget: bindingTarget.pbm_uuid as string,
    stage: (await api.find("/stages/all/", { name: "default-user-settings" })).pk as string,
  };
}

interface PlacedMutation {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  readonly attributes: Record<string, unknown>;
}

/**
 * Changes each attribute behind Terraform's back, and expects a plan that sees it, alone, and an apply that sets it back.
 *
 * @param shownToo - Attributes of a type that every plan of a change shows, as they are known after the apply only
 */
export async function setBackEachAttribute(
  api: Api,
  deployment: Deployment,
  others: Others,
  shownToo: Readonly<Record<string, readonly string[]>> = {},
): Promise<{ noticed: number; repaired: number; total: number }> {
  const rounds = roundsOfMutations(await deployment.state());
  let noticed = 0;
  let repaired = 0;
  for (const round of rounds) {
    const before = await valuesOf(api, round);
    for (const { type, attribute, attributes } of round) {
      await mutate(api, type, attribute, attributes, others);
    }
    const { run, changes } = await deployment.plan();
    expect({ code: run.code, stderr: run.stderr, changes: byAddress(changes) }).toEqual({
      code: 2,
      stderr: "",
      changes: Object.fromEntries(
        round.map(({ address, type, attribute }) => [address, [attribute, ...(shownToo[type] ?? [])].sort()]),
      ),
    });
    noticed += changes.length;

    const applied = await deployment.apply("planned");
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
    const after = await valuesOf(api, round);
    round.forEach(({ address, attribute }, index) => {
      expect({ address, [attribute]: inAnyOrder(after[index]) }).toEqual({
        address,
        [attribute]: inAnyOrder(before[index]),
      });
      repaired += 1;
    });
  }
  return { noticed, repaired, total: rounds.flat().length };
}

const valuesOf = (api: Api, round: readonly PlacedMutation[]) =>
  Promise.all(round.map(({ type, attribute, attributes }) => serverValue(api, type, attribute, attributes)));

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
