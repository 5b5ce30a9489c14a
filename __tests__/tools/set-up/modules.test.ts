import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import type { Change } from "../../../tools/changes/changes";
import { EMPTY_LOCK } from "../../../tools/findings/scope-mapping-lock";
import { verifyEnvironment } from "../../../tools/findings/verify-environment";
import { environmentFromPlan } from "../../../tools/report/environment";
import { byConstruct } from "../../../tools/report/sections";
import { managedSetUp } from "../../../tools/set-up/stack";
import { Api } from "../../e2e/api";
import { attachedTo } from "../../e2e/target";

// A set-up as others write it: the CLI and the devices in modules of their own, repeated by for_each, another
// application beside them, and no name that says what it is. Real terraform plans and applies it.

jest.setTimeout(120_000);

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

const ROOT = {
  terraform: { required_providers: { idp: { source: "goauthentik/authentik", version: "~> 2026.8.0" } } },
  locals: { codes: "${authentik_flow.x.uuid}" },
  data: {
    authentik_brand: { b: { domain: "authentik-default" } },
    authentik_flow: { allow: { slug: "default-provider-authorization-implicit-consent" } },
    authentik_group: { g: { name: "authentik Admins", include_users: false } },
  },
  module: {
    a: {
      source: "./a",
      providers: { authentik: "idp" },
      flow: "${data.authentik_flow.allow.id}",
      groups: { "the.admins": "${data.authentik_group.g.id}" },
    },
    b: {
      for_each: { eu: "laptops" },
      source: "./b",
      providers: { authentik: "idp" },
      accepted: "${module.a.number}",
      group: "${data.authentik_group.g.id}",
      name: "${each.value}",
    },
  },
  resource: {
    authentik_flow: {
      x: {
        slug: "codes",
        name: "codes",
        title: "Codes",
        designation: "stage_configuration",
        authentication: "require_authenticated",
      },
      y: { slug: "wiki-allow", name: "wiki", title: "Wiki", designation: "authorization" },
    },
    authentik_brand: {
      b: {
        domain: "authentik-default",
        default: true,
        flow_device_code: "${local.codes}",
        branding_favicon: "/static/dist/assets/icons/icon.png",
        branding_logo: "/static/dist/assets/icons/icon_left_brand.svg",
      },
    },
    authentik_provider_oauth2: {
      y: {
        name: "wiki",
        client_id: "wiki",
        authorization_flow: "${authentik_flow.y.uuid}",
        invalidation_flow: "${data.authentik_flow.allow.id}",
        grant_types: [DEVICE_CODE, "authorization_code"],
      },
    },
    authentik_application: {
      y: { name: "wiki", slug: "wiki", protocol_provider: "${authentik_provider_oauth2.y.id}" },
    },
    authentik_policy_binding: {
      y: { target: "${authentik_application.y.uuid}", group: "${data.authentik_group.g.id}", order: 0 },
    },
  },
  import: [{ to: "authentik_brand.b", id: "${data.authentik_brand.b.id}" }],
  provider: { idp: {} },
};

const PROVIDERS =
  'terraform {\n  required_providers {\n    authentik = { source = "goauthentik/authentik" }\n  }\n}\n';

const CLI = `${PROVIDERS}
variable "flow" {}
variable "groups" { type = map(string) }
data "authentik_property_mapping_provider_scope" "s" {
  managed_list = [for s in ["openid", "profile", "offline_access", "authentik_api"] : "goauthentik.io/providers/oauth2/scope-\${s}"]
}
data "authentik_certificate_key_pair" "k" {
  name              = "authentik Self-signed Certificate"
  fetch_key         = false
  fetch_certificate = false
}
resource "authentik_provider_oauth2" "this" {
  name               = "agents"
  client_id          = "agents"
  client_type        = "public"
  authorization_flow = var.flow
  invalidation_flow  = var.flow
  signing_key        = data.authentik_certificate_key_pair.k.id
  property_mappings  = data.authentik_property_mapping_provider_scope.s.ids
  grant_types        = ["${DEVICE_CODE}", "refresh_token"]
}
resource "authentik_application" "this" {
  for_each          = { one = authentik_provider_oauth2.this.id }
  name              = "agents"
  slug              = "agents"
  protocol_provider = each.value
}
resource "authentik_policy_binding" "this" {
  for_each = var.groups
  target   = authentik_application.this["one"].uuid
  group    = each.value
  order    = 0
}
output "number" { value = authentik_provider_oauth2.this.id }
`;

const DEVICES = `${PROVIDERS}
variable "accepted" {}
variable "group" {}
variable "name" {}
data "authentik_flow" "log_in" { slug = "default-provider-authorization-implicit-consent" }
resource "authentik_endpoints_connector_agent" "this" {
  name                     = "agents"
  authorization_flow       = data.authentik_flow.log_in.id
  jwt_federation_providers = [var.accepted]
}
resource "authentik_endpoints_device_access_group" "this" {
  for_each = toset([var.name])
  name     = each.key
}
resource "authentik_policy_binding" "this" {
  for_each = authentik_endpoints_device_access_group.this
  target   = each.value.id
  group    = var.group
  order    = 0
}
resource "authentik_endpoints_connector_agent_enrollment_token" "this" {
  name                = "first"
  connector           = authentik_endpoints_connector_agent.this.id
  device_access_group = authentik_endpoints_device_access_group.this[var.name].id
}
`;

let standIn: StandIn;
let folder: string;
beforeAll(async () => {
  standIn = await launchStandIn();
  folder = mkdtempSync(join(tmpdir(), "modules-"));
  for (const [name, content] of [
    ["a", CLI],
    ["b", DEVICES],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "main.tf"), content);
  }
  configure(ROOT);
  await terraform("init", "-input=false");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await standIn.close();
});

function configure(root: object): void {
  const providers = Object.fromEntries(
    ["resource", "data"].map((kind) => {
      const types = Object.entries((root as typeof ROOT)[kind as "resource"]).map(([type, named]) => [
        type,
        Object.fromEntries(
          Object.entries(named).map(([name, block]) => [name, { provider: "idp", ...block }]),
        ),
      ]);
      return [kind, Object.fromEntries(types)];
    }),
  );
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...root, ...providers }));
}

// The stand-in answers from this process, so terraform must not block it.
async function terraform(...args: string[]): Promise<string> {
  const run = promisify(execFile)("terraform", args, {
    cwd: folder,
    env: { ...process.env, ...attachedTo(standIn) },
    maxBuffer: 1e8,
  });
  return (await run).stdout;
}

/** What a plan reports: sections with the consequences of each change, drift with its own, and the picture's arrows. */
async function planned() {
  await terraform("plan", "-input=false", "-out=plan");
  const report = environmentFromPlan("own", await terraform("show", "-json", "plan"), "plan");
  if (report.failure !== undefined) throw new Error(report.failure);
  const codes = ({ address, consequences }: Change) =>
    [address, ...consequences.map(({ code }) => code)].join(" ");
  return {
    sections: byConstruct(report.changes).map(({ title, changes }) => [title, ...changes.map(codes)]),
    drift: report.drift.map(codes),
    arrows: report.picture?.edges.map(({ from, to, label }) => `${from} -${label}-> ${to}`).sort(),
  };
}

async function findings(): Promise<string[]> {
  const { url, token } = standIn.server;
  const client = new AuthentikClient(connectionFrom({ AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token }));
  const managed = managedSetUp("own", ROOT, JSON.parse(await terraform("show", "-json")));
  const verification = await verifyEnvironment(client, managed, { lock: EMPTY_LOCK, now: new Date() });
  return verification.findings.map(({ code, subject, message }) => `${code} | ${subject} | ${message}`);
}

test("before the first apply each change is where it belongs and means what it means", async () => {
  const { sections } = await planned();

  // The brand's flow is a local value, of which a plan says nothing as long as it is not known.
  expect(sections).toEqual([
    ["Device code flow", "authentik_flow.x", "authentik_flow.y flow-open-to-anyone"],
    ["Default brand and further brands", "authentik_brand.b brand-gains-device-flow"],
    ["CLI provider", "module.a.authentik_provider_oauth2.this"],
    ["Application", 'module.a.authentik_application.this["one"]'],
    ["Access to the application", 'module.a.authentik_policy_binding.this["the.admins"] first-binding-added'],
    ["Connector", 'module.b["eu"].authentik_endpoints_connector_agent.this'],
    [
      "Device access groups",
      'module.b["eu"].authentik_endpoints_device_access_group.this["laptops"]',
      'module.b["eu"].authentik_policy_binding.this["laptops"] binding-added',
    ],
    [
      "Enrollment tokens",
      'module.b["eu"].authentik_endpoints_connector_agent_enrollment_token.this token-added',
    ],
    [
      "Other objects",
      "authentik_application.y",
      "authentik_policy_binding.y first-binding-added",
      "authentik_provider_oauth2.y",
    ],
  ]);
});

test("once it is applied, plan and verification find nothing but what was changed then", async () => {
  await terraform("apply", "-input=false", "-auto-approve");

  expect(await planned()).toEqual({ sections: [], drift: [], arrows: ARROWS });
  expect(await findings()).toEqual([]);

  const api = new Api(standIn.server);
  const application = await api.get("/core/applications/agents/");
  const akadmin = await api.find("/core/users/", { username: "akadmin" });
  await api.post("/policies/bindings/", { target: application.pk, user: akadmin.pk, order: 7 });
  const managed = (await api.list("/policies/bindings/")).filter(({ user }) => user === null);
  for (const { pk } of managed) await api.delete(`/policies/bindings/${pk}/`);
  await api.change("/flows/instances/codes/", { authentication: "none" });

  const { sections, drift } = await planned();
  expect(drift).toEqual([
    "authentik_flow.x flow-open-to-anyone",
    "authentik_policy_binding.y last-binding-gone",
    'module.a.authentik_policy_binding.this["the.admins"] last-binding-gone',
    'module.b["eu"].authentik_policy_binding.this["laptops"] last-group-binding-gone',
  ]);
  expect(sections).toEqual([
    ["Device code flow", "authentik_flow.x flow-asks-for-login"],
    ["Access to the application", 'module.a.authentik_policy_binding.this["the.admins"] first-binding-added'],
    ["Device access groups", 'module.b["eu"].authentik_policy_binding.this["laptops"] binding-added'],
    ["Other objects", "authentik_policy_binding.y first-binding-added"],
  ]);
  // Ids differ from run to run.
  expect((await findings()).map((each) => each.replace(/[0-9a-f-]{36}/, "ID"))).toEqual([
    'object-gone | module.b["eu"].authentik_policy_binding.this["laptops"] | authentik no longer has the object ID that Terraform deployed',
    'closed-device-access-group | device access group "laptops" | no binding of the group is in force',
    "object-gone | authentik_policy_binding.y | authentik no longer has the object ID that Terraform deployed",
    'object-gone | module.a.authentik_policy_binding.this["the.admins"] | authentik no longer has the object ID that Terraform deployed',
    'unmanaged-application-binding | application "agents" | user "akadmin" is bound and Terraform does not manage the binding, so that everyone else is kept out',
  ]);
});

const ARROWS = [
  "authentik_application.y -provider-> authentik_provider_oauth2.y",
  "authentik_brand.b -device code flow-> authentik_flow.x",
  "authentik_policy_binding.y -may use-> authentik_application.y",
  'module.a.authentik_application.this["one"] -provider-> module.a.authentik_provider_oauth2.this',
  'module.a.authentik_policy_binding.this["the.admins"] -may use-> module.a.authentik_application.this["one"]',
  "module.a.authentik_provider_oauth2.this -scopes-> module.a.data.authentik_property_mapping_provider_scope.s",
  "module.a.authentik_provider_oauth2.this -signs with-> module.a.data.authentik_certificate_key_pair.k",
  'module.b["eu"].authentik_endpoints_connector_agent.this -federates-> module.a.authentik_provider_oauth2.this',
  'module.b["eu"].authentik_endpoints_connector_agent_enrollment_token.this -enrols at-> module.b["eu"].authentik_endpoints_connector_agent.this',
  'module.b["eu"].authentik_endpoints_connector_agent_enrollment_token.this -puts into-> module.b["eu"].authentik_endpoints_device_access_group.this["laptops"]',
  'module.b["eu"].authentik_policy_binding.this["laptops"] -may use-> module.b["eu"].authentik_endpoints_device_access_group.this["laptops"]',
];
