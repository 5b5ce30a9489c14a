import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { environmentFromPlan } from "../../tools/report/environment";
import { severityOf } from "../../tools/report/verdict";
import { Api } from "./api";
import { openStandIn } from "./target";

// Whether the report's word is true: what goes along with a deletion, and that what it advises keeps it.

jest.setTimeout(180_000);

const FLOW = { designation: "authorization", authentication: "require_authenticated", title: "Allow" };

/** A provider that points at the flow of this name by this attribute, beside the flows that there are. */
function stack(flows: Readonly<Record<string, object>>, pointsAt: string, attribute = "authorization_flow") {
  const made = Object.entries(flows).map(([name, rest]) => [name, { ...FLOW, name, slug: name, ...rest }]);
  return {
    terraform: {
      required_providers: { authentik: { source: "goauthentik/authentik", version: "~> 2026.5.0" } },
    },
    data: {
      authentik_flow: {
        allow: { slug: "default-provider-authorization-implicit-consent" },
        out: { slug: "default-provider-invalidation-flow" },
      },
    },
    resource: {
      authentik_flow: Object.fromEntries(made),
      authentik_provider_oauth2: {
        cli: {
          name: "cli",
          client_id: "cli",
          client_type: "public",
          authorization_flow: "${data.authentik_flow.allow.id}",
          invalidation_flow: "${data.authentik_flow.out.id}",
          [attribute]: `\${authentik_flow.${pointsAt}.uuid}`,
        },
      },
      authentik_endpoints_connector_agent: {
        c: { name: "c", jwt_federation_providers: ["${authentik_provider_oauth2.cli.id}"] },
      },
    },
  };
}

const CREATED_FIRST = { lifecycle: { create_before_destroy: true } };

async function withStack(use: (does: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const opened = await open();
  try {
    await use(opened);
  } finally {
    await opened.close();
  }
}

async function open() {
  const target = await openStandIn();
  const folder = mkdtempSync(join(tmpdir(), "deleted-along-"));
  // The stand-in answers from this process, so terraform must not block it.
  const terraform = async (...args: string[]) => {
    const env = { ...process.env, ...target.environment };
    return (await promisify(execFile)("terraform", args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
  };
  const api = new Api(target.standIn.server);
  return {
    /** The worst that the report says of a plan, and what it says of objects that go along. */
    plan: async (wanted: object) => {
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(wanted));
      await terraform("init", "-input=false");
      await terraform("plan", "-input=false", "-out=plan");
      const report = environmentFromPlan("own", await terraform("show", "-json", "plan"), "plan");
      const along = report.changes.flatMap(({ address, consequences }) =>
        consequences.filter(({ code }) => code === "deleted-along").map(() => address),
      );
      return { severity: severityOf(report), along };
    },
    apply: () => terraform("apply", "-input=false", "plan"),
    providers: async () => (await api.list("/providers/oauth2/")).map(({ pk }) => pk),
    /** The slug of the flow through which the provider logs people in. */
    loginFlow: async () => {
      const { authentication_flow: pk } = await api.find("/providers/oauth2/", { name: "cli" });
      return (await api.list("/flows/instances/")).find((flow) => flow.pk === pk)?.slug;
    },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await target.close();
    },
  };
}

const LOST = { severity: "breaks logins", along: ["authentik_provider_oauth2.cli"] };
const BOTH = { old: {}, new: {} };

test("a provider is lost by one apply that points it elsewhere and deletes its flow", () =>
  withStack(async ({ plan, apply, providers }) => {
    await plan(stack(BOTH, "old"));
    await apply();

    expect(await plan(stack({ new: {} }, "new"))).toEqual(LOST);
    await expect(apply()).rejects.toThrow("authentik_provider_oauth2.cli");
    expect(await providers()).toEqual([]);
  }));

test("it is kept by two applies", () =>
  withStack(async ({ plan, apply, providers }) => {
    await plan(stack(BOTH, "old"));
    await apply();
    const before = await providers();

    expect(await plan(stack(BOTH, "new"))).toEqual({ severity: "changes access", along: [] });
    await apply();
    expect(await plan(stack({ new: {} }, "new"))).toMatchObject({ along: [] });
    await apply();

    expect(await providers()).toEqual(before);
  }));

test("it is kept by create_before_destroy that was applied before", () =>
  withStack(async ({ plan, apply, providers }) => {
    await plan(stack(BOTH, "old"));
    await apply();
    const before = await providers();

    await plan(stack({ ...BOTH, old: CREATED_FIRST }, "old"));
    await apply();
    // The plan does not show what the state has of it.
    expect(await plan(stack({ new: {} }, "new"))).toEqual(LOST);
    await apply();

    expect(await providers()).toEqual(before);
  }));

test("a reference that is only cleared is filled again by the same apply", () =>
  withStack(async ({ plan, apply, loginFlow }) => {
    await plan(stack(BOTH, "old", "authentication_flow"));
    await apply();

    expect(await plan(stack({ new: {} }, "new", "authentication_flow"))).toMatchObject({ along: [] });
    await apply();

    expect(await loginFlow()).toBe("new");
  }));
