import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProvider } from "../../standin/provider";
import { type StandInServer, startServer } from "../../standin/server";
import { grantsOf } from "../tools/grants";
import { Fleet, type FleetServer } from "./fleet";

jest.setTimeout(240_000);

let server: StandInServer;
let states: string;
const fleets: Fleet<FleetServer>[] = [];
beforeEach(async () => {
  server = await startServer();
  states = mkdtempSync(join(tmpdir(), "agent-stack-states-"));
});
afterEach(async () => {
  await Promise.all(fleets.splice(0).map((fleet) => fleet.close()));
  await server.close();
  rmSync(states, { recursive: true });
});

/** A checkout whose commands, and whose terraform, have that token; they share the state of that name. */
async function checkoutWith(token: string, state = "acme"): Promise<Fleet<FleetServer>> {
  const provider = await startProvider({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token });
  const environment = { TF_REATTACH_PROVIDERS: provider.reattach };
  const fleet = new Fleet(
    ["acme"],
    [{ server: { url: server.url, token }, environment, close: provider.close }],
    1,
  );
  fleet.configure({
    connector: { enabled: false },
    deviceAccessGroups: [{ name: "laptops", access: [{ group: "authentik Admins" }] }],
    enrollmentTokens: [{ name: "laptops", deviceAccessGroup: "laptops" }],
    backend: { local: { path: join(states, `${state}.tfstate`) } },
  });
  fleets.push(fleet);
  return fleet;
}

/** A token of just the permissions that `agent-stack token` prints. */
async function tokenFor(identity: "plan" | "apply", fleet: Fleet<FleetServer>): Promise<string> {
  const { stdout } = await fleet.run("token", "acme", "--for", identity);
  const permissions = stdout.match(/\bauthentik_\w+\.\w+/g) ?? [];
  return server.seed.userWith(`agent-stack-acme-${identity}`, grantsOf([...new Set(permissions)])).token;
}

test("status and adopt need no more than the plan's token, apply and repair than the apply's", async () => {
  const admins = await checkoutWith(server.token);
  const planToken = await tokenFor("plan", admins);
  const [planning, newcomers, applying] = [
    await checkoutWith(planToken),
    await checkoutWith(planToken, "nothing-known-yet"),
    await checkoutWith(await tokenFor("apply", admins)),
  ];

  // The provider drops the connector's false, so that the first apply ends with the advice to repair.
  const applied = await applying.run("apply", "acme", "--yes");
  const repaired = await applying.run("repair", "acme", "--yes");
  const again = await applying.run("apply", "acme", "--yes");
  const status = await planning.run("status", "--format", "json");
  const adopted = await newcomers.run("adopt", "acme", "--yes");

  expect(applied.stderr).toContain(
    "run\n`npx agent-stack repair`, which sets it through the API, then apply again",
  );
  expect({ code: repaired.code, stderr: repaired.stderr }).toEqual({ code: 0, stderr: "" });
  expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: "" });
  expect({ code: status.code, stderr: status.stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(status.stdout).environments).toEqual([
    expect.objectContaining({
      status: "in order",
      release: server.version,
      deployed: true,
      changes: 0,
      drift: 0,
      token: { isKnown: true, expires: null },
    }),
  ]);
  expect({ code: adopted.code, stderr: adopted.stderr }).toEqual({ code: 0, stderr: "" });
  expect(adopted.stdout).toContain("\nDeploying changes nothing.\n");
  expect(refused()).toEqual([]);
});

const refused = () => server.requests.filter(({ status }) => status === 401 || status === 403);
