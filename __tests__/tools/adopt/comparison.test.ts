import { compare } from "../../../tools/adopt/comparison";
import type { AuthentikClient } from "../../../tools/authentik/client";
import { setUpOf } from "../../../tools/set-up/set-up";
import type { ManagedSetUp } from "../../../tools/set-up/stack";
import { changeOf, planOf } from "../changes/plans";

const TOKEN = "authentik_endpoints_connector_agent_enrollment_token.rollout";
const BRAND = "authentik_brand.default_brand";

/** What would be done to an imported object that authentik has like this. */
async function comparedWith(live: object, path: string, address: string, before: object, after: object) {
  const get = async (asked: string) => {
    if (asked !== path) throw new Error(`asked for ${asked}`);
    return live;
  };
  const change = changeOf(address, { id: "x", ...before }, { id: "x", ...after }, { importId: "x" });
  const [type = ""] = address.split(".");
  const managed: ManagedSetUp = {
    environment: "e2e",
    deployed: false,
    ...setUpOf(
      [{ address, mode: "managed", type, name: "rollout", configured: { name: "rollout" }, seen: [] }],
      new Map(),
    ),
  };
  const { different, rewritten } = await compare(
    { get } as unknown as AuthentikClient,
    managed,
    planOf(change),
  );
  return {
    different: different.flatMap(({ differences }) =>
      differences.map(({ name, live: has }) => `${name} ${has}`),
    ),
    rewritten: rewritten.flatMap(({ names }) => names),
  };
}

test("what the provider does not read is read from authentik, and moments are compared as such", async () => {
  const live = { expiring: true, expires: "2027-01-31T12:00:00.000000Z" };
  const after = { expiring: true, expires: "2027-01-31T13:00:00+01:00", retrieve_key: true };

  expect(await comparedWith(live, "/endpoints/agents/enrollment_tokens/x/", TOKEN, {}, after)).toEqual({
    different: [],
    rewritten: ["expires", "expiring", "retrieve_key"],
  });
});

test("what differs there is told", async () => {
  const live = { expiring: false, expires: null };
  const after = { expiring: true, expires: "2027-01-31T13:00:00+01:00" };

  expect(await comparedWith(live, "/endpoints/agents/enrollment_tokens/x/", TOKEN, {}, after)).toEqual({
    different: ["expires null", "expiring false"],
    rewritten: [],
  });
});

test("whether a brand is the default is read from authentik", async () => {
  const seen = await comparedWith({ default: true }, "/core/brands/x/", BRAND, {}, { default: true });

  expect(seen).toEqual({ different: [], rewritten: ["default"] });
});
