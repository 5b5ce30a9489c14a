import { environmentFromPlan } from "../../../tools/report/environment";
import { byConstruct } from "../../../tools/report/sections";
import type { PlanMode } from "../../../tools/terraform/arguments";
import { FIXTURES, fixture } from "../changes/plans";
import { acrossModules, type Elsewhere, inOneModule, repeated, underOtherNames } from "./own-stack";

/** What a report says, with the addresses that AgentStack has. */
function said({ json, addresses }: Elsewhere, mode: PlanMode) {
  const there = [...addresses].map(([here, there]) => [there, here] as const);
  const here = new Map(there);
  const report = environmentFromPlan("production", json, mode);
  const sections = byConstruct(report.changes).map(({ title, changes }) => [
    title,
    changes.map(({ address }) => here.get(address) ?? address),
  ]);
  const back = JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === "string" ? (here.get(value) ?? withAddresses(value, here)) : value,
  );
  const ordered = (list: readonly unknown[] = []) => list.map((each) => JSON.stringify(each)).sort();
  const picture = { nodes: ordered(back.picture?.nodes), edges: ordered(back.picture?.edges) };
  return { ...back, picture, sections };
}

/** A sentence with the addresses in it. */
function withAddresses(sentence: string, here: ReadonlyMap<string, string>): string {
  return sentence.replace(/(?<=`)[^`]+(?=`)/g, (name) => here.get(name) ?? name);
}

const STACKS = { underOtherNames, repeated, inOneModule, acrossModules };

describe.each(Object.entries(STACKS))("%s", (_, place) => {
  test.each(FIXTURES.flatMap((name) => (["plan", "drift"] as const).map((mode) => [name, mode] as const)))(
    "the report about %s is the same as of AgentStack, %s",
    (name, mode) => {
      const source = fixture(name);

      const elsewhere = said(place(source), mode);

      expect(elsewhere).toEqual(said({ json: source, addresses: new Map() }, mode));
    },
  );
});
