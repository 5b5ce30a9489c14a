import fc from "fast-check";
import {
  DENIED_ACTIONS,
  FLOW_AUTHENTICATIONS,
  FLOW_LAYOUTS,
  GRANT_TYPES,
  ISSUER_MODES,
  LOGOUT_METHODS,
  POLICY_ENGINE_MODES,
  REDIRECT_MATCHING_MODES,
  REDIRECT_TYPES,
  SUBJECT_MODES,
} from "../../lib";
import { AppProgram } from "../app-program";
import { Api, type ApiObject } from "./api";
import { everything } from "./everything";
import { Project } from "./project";
import { SetUps } from "./set-ups";
import { openStandIn, TIME_LIMIT_MS } from "./target";

jest.setTimeout(TIME_LIMIT_MS);

const app = new AppProgram();
afterAll(() => app.remove());

const optional = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { requiredKeys: [] });
const flag = fc.boolean();
const duration = fc.constantFrom("seconds=7", "minutes=45", "hours=3;minutes=5", "days=2");
const name = fc.constantFrom("plain", "with space", "Ünïcode ☂", "${a}", "%{ if x }", "a/b", "1", "true");
const slug = fc.constantFrom("authentik-cli", "ak", "Our_CLI", "x1");
const flowSlug = fc.constantFrom(
  "default-provider-authorization-explicit-consent",
  "default-provider-authorization-implicit-consent",
);
const offset = fc.constantFrom(0, 1000, 2000, 77000);
const url = fc.constantFrom("https://a.example/x?y=1", "http://localhost:1/", "https://[a-z]+\\.example");

/** A set-up as it may be in authentik: of what is left out authentik has its own. */
const setUp = fc.record({
  brandDomain: fc.option(fc.constantFrom("id.example.com", "other")),
  furtherBrand: fc.constantFrom("none", "same flow", "other flow"),
  flow: fc.record({
    slug: fc.constantFrom("default-device-code-flow", "device-code", "Codes_1"),
    values: optional({
      name,
      title: name,
      authentication: fc.constantFrom(...FLOW_AUTHENTICATIONS),
      layout: fc.constantFrom(...FLOW_LAYOUTS),
      background: fc.constantFrom("", "/static/x.jpg", "https://example.com/a.png"),
      policy_engine_mode: fc.constantFrom(...POLICY_ENGINE_MODES),
      denied_action: fc.constantFrom(...DENIED_ACTIONS),
      compatibility_mode: flag,
    }),
  }),
  provider: optional({
    client_id: fc.constantFrom("authentik-cli", "cli", "a.b:c"),
    name,
    grant_types: fc.subarray([...GRANT_TYPES], { minLength: 1 }),
    access_code_validity: duration,
    access_token_validity: duration,
    refresh_token_validity: duration,
    refresh_token_threshold: duration,
    include_claims_in_id_token: flag,
    issuer_mode: fc.constantFrom(...ISSUER_MODES),
    sub_mode: fc.constantFrom(...SUBJECT_MODES),
    logout_method: fc.constantFrom(...LOGOUT_METHODS),
    redirect_uris: fc.uniqueArray(
      fc.record({
        url,
        matching_mode: fc.constantFrom(...REDIRECT_MATCHING_MODES),
        redirect_uri_type: fc.constantFrom(...REDIRECT_TYPES),
      }),
      { maxLength: 3, selector: (uri) => JSON.stringify(uri) },
    ),
  }),
  flows: optional({
    authorization_flow: flowSlug,
    authentication_flow: fc.constantFrom("default-authentication-flow"),
    invalidation_flow: fc.constantFrom("default-invalidation-flow", "default-provider-invalidation-flow"),
  }),
  scopes: fc
    .subarray(["email", "profile", "offline_access", "entitlements", "authentik_api"])
    .map((scopes) => ["openid", ...scopes]),
  hasOwnScope: flag,
  application: fc.record({
    slug,
    values: optional({
      name,
      group: name,
      meta_launch_url: fc.constantFrom("https://example.com/x", "blank://blank"),
      meta_icon: fc.constantFrom("https://example.com/x.png", "fa://fa-terminal"),
      meta_description: fc.constantFrom("two\nlines", "one"),
      meta_publisher: name,
      policy_engine_mode: fc.constantFrom(...POLICY_ENGINE_MODES),
      open_in_new_tab: flag,
    }),
  }),
  connector: fc.record({
    name: fc.oneof(name, fc.constant("authentik Agent")),
    values: optional({
      refresh_interval: duration,
      enabled: flag,
      snapshot_expiry: duration,
      auth_session_duration: duration,
      auth_terminate_session_on_expiry: flag,
      nss_uid_offset: offset,
      nss_gid_offset: offset,
      challenge_idle_timeout: duration,
      challenge_trigger_check_in: flag,
    }),
    hasKey: flag,
    hasFlow: flag,
    federatesAnother: flag,
  }),
  access: fc.subarray(["admins", "akadmin", "policy", "odd group"] as const),
  groups: fc.uniqueArray(
    fc.record({ name, access: fc.subarray(["admins", "akadmin", "policy", "odd group"] as const) }),
    {
      maxLength: 2,
      selector: (group) => group.name,
    },
  ),
  tokens: fc.uniqueArray(fc.record({ name, group: fc.nat({ max: 3 }), expires: flag }), {
    maxLength: 3,
    selector: (token) => token.name,
  }),
  stages: fc.uniqueArray(fc.record({ name, mode: fc.constantFrom("optional", "required"), isBound: flag }), {
    maxLength: 2,
    selector: (stage) => stage.name,
  }),
  binding: optional({ negate: flag, enabled: flag, timeout: fc.nat({ max: 99 }), failure_result: flag }),
  isNamed: flag,
});

type SetUp = typeof setUp extends fc.Arbitrary<infer T> ? T : never;

/** Makes the set-up; what has to be said where several may be meant. */
async function make(api: Api, given: SetUp): Promise<string[]> {
  const setUps = new SetUps(api);
  const [brand] = await api.list("/core/brands/");
  const flow = await setUps.flow(given.flow.slug, given.flow.values);
  await setUps.giveBrand(flow);
  if (given.brandDomain !== null) {
    await api.change(`/core/brands/${brand?.brand_uuid}/`, { domain: given.brandDomain });
  }
  if (given.furtherBrand !== "none") {
    const its = given.furtherBrand === "same flow" ? flow : await setUps.flow("another-flow");
    await api.post("/core/brands/", { domain: "further.example", flow_device_code: its.pk });
  }
  const flows = await Promise.all(
    Object.entries(given.flows).map(
      async ([field, slug]) => [field, await setUps.flowId(String(slug))] as const,
    ),
  );
  const scopes = await setUps.mappings(...given.scopes);
  const own = { name: "own ${scope}", scope_name: "own", expression: "return {}" };
  if (given.hasOwnScope) scopes.push((await api.post("/propertymappings/provider/scope/", own)).pk);
  const provider = await setUps.provider({
    ...given.provider,
    ...Object.fromEntries(flows),
    property_mappings: scopes,
  });
  const application = await setUps.application(given.application.slug, provider, given.application.values);
  const people = {
    admins: await setUps.group(),
    akadmin: await setUps.user(),
    "odd group": { group: (await api.post("/core/groups/", { name: "${odd} group" })).pk },
    policy: {
      policy: (await api.post("/policies/expression/", { name: "a policy", expression: "return True" })).pk,
    },
  };
  const bind = async (target: ApiObject, access: readonly (keyof typeof people)[]) => {
    for (const [order, whom] of access.entries()) {
      await setUps.bind(target, { ...people[whom], ...given.binding }, order * 3);
    }
  };
  await bind(application, given.access);
  const another = await setUps.provider({ name: "another", client_id: "another" });
  await setUps.application("another", another);
  const connector = await setUps.connector(
    given.connector.name,
    given.connector.federatesAnother ? [another, provider] : [provider],
    {
      ...given.connector.values,
      ...(given.connector.hasKey && { challenge_key: await setUps.signingKey() }),
      ...(given.connector.hasFlow && {
        authorization_flow: await setUps.flowId("default-provider-authorization-implicit-consent"),
      }),
    },
  );
  const groups: ApiObject[] = [];
  for (const { name: group, access } of given.groups) {
    const made = await setUps.deviceAccessGroup(group);
    await bind(made, access);
    groups.push(made);
  }
  for (const { name: token, group, expires } of given.tokens) {
    const end = expires ? { expiring: true, expires: "2046-01-31T12:00:00Z" } : { expiring: false };
    await setUps.token(token, connector, groups[group], end);
  }
  for (const [order, { name: stage, mode, isBound }] of given.stages.entries()) {
    const { pk } = await setUps.stage(stage, connector, { mode });
    const place = { evaluate_on_plan: false, re_evaluate_policies: true, order: 40 + order };
    const target = await setUps.flowId("default-authentication-flow");
    if (isBound) await api.post("/flows/bindings/", { target, stage: pk, ...place });
  }
  const isPlain = provider.client_id === "authentik-cli" || !given.connector.federatesAnother;
  return isPlain ? [] : ["--id", `authentik_provider_oauth2.cli_provider=${provider.pk}`];
}

/** Others with each run that gives a seed, the same otherwise: a failure tells its seed. */
const seed = Number(process.env.ADOPTION_SEED ?? 20_261_125);
const numRuns = Number(process.env.ADOPTION_RUNS ?? 3);

test.each(fc.sample(setUp, { seed, numRuns }).map((given, run) => ({ run, given })))(
  `random set-up $run of seed ${seed}: adopted, nothing is made, nothing changes`,
  async ({ given }) => {
    const target = await openStandIn();
    const project = new Project(app.bundle, target);
    try {
      const api = new Api(target);
      const choice = await make(api, given);
      project.configure(given.isNamed ? { connector: { name: given.connector.name } } : {});
      const before = await everything(api);

      const adopted = await project.agentStack("adopt", "--yes", ...choice);
      const deployed = await project.terraform("apply", "-auto-approve");
      const plan = await project.agentStack("plan", "--no-verify");

      const codes = [adopted.code, deployed.code, plan.code];
      const told = [
        JSON.stringify(given),
        ...[adopted, deployed, plan].flatMap((run) => [run.stdout, run.stderr]),
      ];
      // A failure shows all that was said.
      expect(codes.some((code) => code !== 0) ? told.join("\n") : "").toBe("");
      expect(adopted.stdout).toContain("Deploying changes nothing.");
      expect(await everything(api)).toEqual(before);
    } finally {
      project.remove();
      await target.close();
    }
  },
);
