import { stateOf } from "../../tools/set-up/pulled-state";
import type { StateJson } from "../../tools/set-up/stack";
import { Fleet } from "./fleet";

jest.setTimeout(300_000);

const NAMES = ["acme", "acme-lab", "globex", "globex-lab"];
const BRAND = { domain: "authentik-default" };

interface Told {
  readonly name: string;
  readonly status: string;
  readonly findings: readonly unknown[];
  readonly notes: readonly { readonly text: string }[];
}
const json = ["--format", "json"];
const told = (stdout: string) =>
  (JSON.parse(stdout).environments as Told[]).map(({ name, status }) => `${name} ${status}`);
const all = (status: string) => NAMES.map((name) => `${name} ${status}`);

const valuesIn = ({ values }: StateJson) =>
  new Map(values?.root_module?.resources?.map((each) => [each.address, each.values]));

test("two environments on each of two servers are applied, planned, verified, drifted and destroyed in one command each", async () => {
  const fleet = await Fleet.start(NAMES, { perServer: 2 });
  try {
    const servers = [0, 2].map((index) => fleet.api(index));
    const brands = await Promise.all(servers.map((server) => server.find("/core/brands/", BRAND)));

    const applied = await fleet.run("apply", "--all", "--yes");
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });

    // The tools read the state without the provider, as terraform shows it with one.
    const pulled = await fleet.terraform("acme", "state", "pull");
    const shown = await fleet.terraform("acme", "show", "-json");
    expect(valuesIn(stateOf("acme", pulled.stdout))).toEqual(valuesIn(JSON.parse(shown.stdout)));

    const planned = await fleet.run("plan", "--all", ...json);
    expect([planned.code, told(planned.stdout)]).toEqual([0, all("in order")]);

    const verified = await fleet.run("verify", ...json);
    expect([verified.code, told(verified.stdout)]).toEqual([0, all("in order")]);
    const notes = (JSON.parse(verified.stdout).environments as Told[]).flatMap(({ name, notes }) =>
      notes.filter(({ text }) => text.includes("manages no brand")).map(({ text }) => `${name}: ${text}`),
    );
    expect(notes.sort()).toEqual(
      ["acme-lab", "globex-lab"].map(
        (name) =>
          `${name}: brand "authentik-default" has another device code flow than this set-up, which manages no brand: people enter their codes in that one`,
      ),
    );

    // What one environment loses is no drift of the other one on the same server.
    await fleet.api(1).change("/core/applications/cli-acme-lab/", { name: "Renamed" });
    const drifted = await fleet.run("drift", "--all", ...json);
    expect([drifted.code, told(drifted.stdout)]).toEqual([
      2,
      ["acme in order", "acme-lab attention", "globex in order", "globex-lab in order"],
    ]);
    const status = await fleet.run("status", ...json);
    expect(
      (JSON.parse(status.stdout).environments as Told[]).map(({ name, status, findings }) => [
        name,
        status,
        findings,
      ]),
    ).toEqual(
      ["acme-lab", "acme", "globex", "globex-lab"].map((name) => [
        name,
        name === "acme-lab" ? "attention" : "in order",
        { "breaks logins": 0, "changes access": 0, "weakens security": 0, cosmetic: 0 },
      ]),
    );

    const destroyed = await fleet.run("destroy", "acme-lab", "--yes");
    expect({ code: destroyed.code, stderr: destroyed.stderr }).toEqual({ code: 0, stderr: "" });
    const left = await fleet.run("plan", "acme", ...json);
    expect([left.code, told(left.stdout)]).toEqual([0, ["acme in order"]]);
    const rest = await fleet.run("destroy", "--all", "--yes");
    expect({ code: rest.code, stderr: rest.stderr }).toEqual({ code: 0, stderr: "" });
    for (const [index, server] of servers.entries()) {
      expect(await server.list("/core/applications/")).toEqual([]);
      expect(await server.find("/core/brands/", BRAND)).toEqual(brands[index]);
    }
  } finally {
    await fleet.close();
  }
});
