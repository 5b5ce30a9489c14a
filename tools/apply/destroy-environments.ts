import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { same } from "../json";
import { brand, flow } from "../objects";
import { environmentFromPlan } from "../report/environment";
import { withoutIndexes } from "../set-up/address";
import { readManaged } from "../set-up/read-managed";
import type { ManagedSetUp } from "../set-up/stack";
import { applyPlan } from "../terraform/apply";
import { PLAN_FILE, planStack } from "../terraform/plan";
import type { Stack } from "../terraform/synthesise";
import { type FleetWorkOptions, type Outcome, type Part, type Prepared, workOnFleet } from "./fleet-work";
import { type Look, shownPlan } from "./shown-plan";

export interface DestroyOptions extends FleetWorkOptions, Look {}

/** Shows who loses what, lets go of the brands, destroys the rest and proves that no brand was harmed. */
export function destroyEnvironments(names: readonly string[], options: DestroyOptions): Promise<Outcome> {
  return workOnFleet(
    names,
    options,
    (part) => prepareDestroy(part, options),
    (environments) => `Destroy ${environments}? [y/N] `,
    true,
  );
}

async function prepareDestroy({ stack, terraform, say }: Part, options: DestroyOptions): Promise<Prepared> {
  const client = new AuthentikClient(connectionOf(stack, options.env));
  const managed = await readManaged(stack, terraform);
  if (!managed.deployed) {
    say(`${stack.name}: nothing is deployed`);
    return 0;
  }
  // With the whole configuration, since that refuses another server than the state was made on.
  await planStack(stack, "drift", terraform, () => {});
  leaveNothingButBrands(stack, managed);
  const environment = environmentFromPlan(
    stack.name,
    await planStack(stack, "plan", terraform, () => {}),
    "plan",
  );
  if (environment.failure !== undefined) throw new Error(environment.failure);
  say(shownPlan(environment, "plan", { stack, terraform }, options), true);
  return async (part) => {
    const before = await readBrands(client);
    try {
      await applyPlan(stack, terraform, PLAN_FILE);
    } finally {
      // What was planned before is of a set-up that is gone.
      if (stack.kept) rmSync(join(stack.kept.directory, PLAN_FILE), { force: true });
    }
    const left = await readManaged(stack, terraform);
    // Before the brands, since another environment of this server may be destroyed meanwhile.
    const flows = await client.list<{ pk: string }>(flow.api.path);
    const after = await readBrands(client);
    const harm = harmDone(before, after, new Set(flows.map(({ pk }) => pk)));
    if (left.deployed) harm.push("the state is not empty");
    if (harm.length > 0) throw new Error(harm.join("\n"));
    part.say(`${stack.name}: destroyed; branding is as it was, and no brand leads to a flow that is gone`);
    return 0;
  };
}

interface Configuration {
  readonly terraform?: unknown;
  readonly provider?: unknown;
  readonly variable?: unknown;
}

/** Makes of a copy's configuration one that has nothing any more and lets the brands be. */
function leaveNothingButBrands({ directory, kept }: Stack, { objects }: ManagedSetUp): void {
  if (kept === undefined) throw new Error("the stack is no copy, and its configuration stays as it is");
  const file = join(directory, "cdk.tf.json");
  const { terraform, provider, variable } = JSON.parse(readFileSync(file, "utf8")) as Configuration;
  const brands = objects.filter(
    ({ type, mode, deployed }) => type === brand.type && mode === "managed" && deployed,
  );
  const removed = [...new Set(brands.map(({ address }) => withoutIndexes(address)))].map((from) => ({
    from,
    lifecycle: { destroy: false },
  }));
  rmSync(file);
  writeFileSync(file, JSON.stringify({ terraform, provider, variable, removed }));
}

type Brand = Readonly<Record<string, unknown>>;

const readBrands = (client: AuthentikClient) => client.list<Brand>(brand.api.path);

/** What was done to brands beside that authentik emptied their device code flow with the flow. */
export function harmDone(
  before: readonly Brand[],
  after: readonly Brand[],
  flows: ReadonlySet<string>,
): string[] {
  const now = new Map(after.map((each) => [each.brand_uuid, each]));
  const changed = before.flatMap((each) => {
    const domain = String(each.domain);
    const found = now.get(each.brand_uuid);
    if (found === undefined) return [`brand ${domain} is gone`];
    const { flow_device_code: _, ...was } = each;
    const { flow_device_code: __, ...is } = found;
    const names = Object.keys({ ...was, ...is }).filter((name) => !same(was[name], is[name]));
    return names.map((name) => `brand ${domain} has another ${name} than before`);
  });
  const missing = after.flatMap((each) =>
    Object.entries(each)
      .filter(([name, id]) => name.startsWith("flow_") && typeof id === "string" && !flows.has(id))
      .map(([name]) => `brand ${String(each.domain)} has a ${name} that does not exist`),
  );
  return [...changed, ...missing];
}
