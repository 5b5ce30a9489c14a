import type { Change } from "../../../tools/changes/changes";
import { plannedChanges } from "../../../tools/changes/changes";
import { type Format, render } from "../../../tools/report/emit";
import { emptyEnvironment, groupEnvironments } from "../../../tools/report/model";
import { changeOf, fixture, planOf } from "../changes/plans";
import { reportAbout, reportOf } from "./reports";

const FLOW = "default-device-code-flow";

const report = reportOf(fixture("drift-and-change"));
const [id = ""] = report.environments.flatMap(({ changes }) =>
  changes.flatMap(({ attributes }) =>
    attributes.flatMap(({ name, after }) =>
      name === "flow_device_code" && after.kind === "value" ? String(after.json) : [],
    ),
  ),
);

test.each<[Format, string]>([
  ["text", `flow_device_code: ${FLOW} (${id}) → ""`],
  ["markdown", `| \`flow_device_code\` | \`${FLOW}\` (\`${id}\`) | \`""\` |`],
  ["html", `<code>${FLOW}</code> (<code>${id}</code>)`],
  ["json", JSON.stringify(`"${FLOW}" (${id})`)],
])("what an attribute refers to has its name and its whole id in %s", (format, shown) => {
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(render(report, format)).toContain(shown);
});

/** A connector that accepts the tokens of two providers, of which the plan knows the first. */
function federating(known: number, importId?: string): Change[] {
  const provider = {
    address: "authentik_provider_oauth2.cli",
    mode: "managed",
    type: "authentik_provider_oauth2",
    name: "cli",
    values: { id: String(known), name: "authentik-cli" },
    sensitive: {},
  };
  const federates = (...ids: readonly number[]) => ({ jwt_federation_providers: ids });
  const address = "authentik_endpoints_connector_agent.connector";
  const change = changeOf(address, federates(), federates(known, 99), { importId });
  return plannedChanges(planOf(change, { prior: [provider] })).changes;
}

test("of several each has its id, and its name where that is known", () => {
  const shown = render(reportAbout([{ ...emptyEnvironment("production"), changes: federating(7) }]), "text");

  expect(shown).toContain("    jwt_federation_providers: [] → authentik-cli (7), 99\n");
});

test("environments whose objects have other numbers are told together", () => {
  const environments = [7, 8].map((number) => ({
    ...emptyEnvironment(`tenant-${number}`),
    changes: federating(number),
  }));

  expect(groupEnvironments(environments).map(({ names }) => names)).toEqual([["tenant-7", "tenant-8"]]);
});

test("an object that is imported is told by its id", () => {
  const changes = federating(7, "0c6b5ba4-3a4c-4b9b-8d0a-6f3a6d7e2b11");

  const shown = render(reportAbout([{ ...emptyEnvironment("production"), changes }]), "text");

  expect(shown).toContain(
    "  ~ authentik_endpoints_connector_agent.connector (id 0c6b5ba4-3a4c-4b9b-8d0a-6f3a6d7e2b11) is changed after it is imported: jwt_federation_providers\n",
  );
});

test.each<Format>(["text", "markdown", "html", "json"])(
  "a long address and a long id are whole in %s",
  (format) => {
    const address = `module.${"department-".repeat(40)}.authentik_flow.codes`;
    const value = "0c6b5ba4-3a4c-4b9b-8d0a-6f3a6d7e2b11,".repeat(20);
    const change = changeOf("authentik_flow.codes", { title: "" }, { title: value });
    const { changes } = plannedChanges(planOf({ ...change, address }));

    const shown = render(reportAbout([{ ...emptyEnvironment("production"), changes }]), format, false, 80);

    expect(shown.replaceAll("&#95;", "_")).toContain(address);
    expect(shown).toContain(value);
  },
);
