import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Repair } from "../../../tools/repair/repairs";
import { sendsZeros, sentOf, without } from "../../../tools/repair/sent-values";
import { removeFolders, temporaryFolder } from "../terraform/programs";

afterEach(removeFolders);

const repair = (type: string, values: Record<string, "" | false | 0>): Repair => ({
  object: { address: `${type}.x`, type } as Repair["object"],
  path: "/x/",
  values: Object.entries(values).map(([attribute, wanted]) => ({ attribute, wanted, found: "other" })),
});

test("false, 0 and three of the application's texts are sent by the provider's next generation", () => {
  const connector = repair("authentik_endpoints_connector_agent", { enabled: false, nss_uid_offset: 0 });
  const application = repair("authentik_application", {
    group: "",
    meta_icon: "",
    meta_launch_url: "",
    meta_description: "",
    meta_publisher: "",
  });

  expect(sentOf(connector)).toEqual(["enabled", "nss_uid_offset"]);
  expect(sentOf(application)).toEqual(["group", "meta_icon", "meta_launch_url"]);
  expect(sentOf(repair("authentik_flow", { title: "" }))).toEqual([]);
  expect(without(connector, sentOf(connector))).toEqual([]);
  expect(without(application, sentOf(application))).toEqual([
    { ...application, values: application.values.slice(3) },
  ]);
});

describe("which generation it is, the provider's schema tells", () => {
  const told = (printed: string) => {
    const folder = temporaryFolder();
    const command = join(folder, "terraform");
    writeFileSync(command, `#!/bin/sh\ncat <<'END'\n${printed}\nEND\n`);
    chmodSync(command, 0o755);
    const binary = { command, title: "terraform", env: process.env, cwd: folder };
    return sendsZeros({ name: "production", directory: folder }, binary);
  };
  const schema = (enabled: object, address = "registry.terraform.io/goauthentik/authentik") =>
    JSON.stringify({
      provider_schemas: {
        [address]: {
          resource_schemas: { authentik_endpoints_connector_agent: { block: { attributes: { enabled } } } },
        },
      },
    });

  test.each([
    ["the SDK's", schema({ type: "bool", optional: true }), false],
    ["the framework's", schema({ type: "bool", optional: true, computed: true }), true],
    ["a mirror's", schema({ computed: true }, "mirror.example.com/goauthentik/authentik"), true],
    ["another provider's", schema({ computed: true }, "registry.terraform.io/hashicorp/random"), false],
    ["none", "{}", false],
  ])("%s", async (_, printed, expected) => {
    expect(await told(printed)).toBe(expected);
  });

  test("fails with a sentence where it cannot be read", async () => {
    await expect(told("hello")).rejects.toThrow("terraform providers schema -json printed no JSON");
  });
});
