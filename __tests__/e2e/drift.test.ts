import { readFileSync } from "node:fs";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { makeOthers, setBackEachAttribute } from "./mutation-rounds";
import { MUTATIONS, mutationsOf, type Others } from "./mutations";
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
  others = await makeOthers(api, target.prefix);
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
  const { noticed, repaired, total } = await setBackEachAttribute(api, deployment, others);

  const { run } = await deployment.plan();
  expect(run.code).toBe(0);
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
