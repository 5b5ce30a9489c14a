import { audit } from "../../../tools/findings/audit";
import type { LiveSetUp } from "../../../tools/findings/live-set-up";
import { CONNECTOR, evidence, found, LAPTOPS_BINDING, LIVE, PROVIDER, STACK, STATE, TOKEN } from "./evidence";

const CLI = "authentik_provider_oauth2.cli_provider";

/** What keeps the agent's client from working, and what a verification says of it. */
const BROKEN: Readonly<Record<string, readonly [Partial<LiveSetUp>, readonly string[]]>> = {
  "a scope is missing": [
    { providers: [{ ...PROVIDER, property_mappings: ["mapping-1"] }] },
    ["profile", "offline_access"].map(
      (scope) => `needed-scope-missing | ${CLI} | no scope mapping of the provider has the scope "${scope}"`,
    ),
  ],
  "agents cannot renew their tokens": [
    { providers: [{ ...PROVIDER, grant_types: ["urn:ietf:params:oauth:grant-type:device_code"] }] },
    [
      `refresh-grant-missing | ${CLI} | the provider's grant types are urn:ietf:params:oauth:grant-type:device_code, without refresh_token`,
    ],
  ],
  "claims are left out of the id token": [
    { providers: [{ ...PROVIDER, include_claims_in_id_token: false }] },
    [`claims-left-out | ${CLI} | the provider leaves the scopes' claims out of the id token`],
  ],
  "the connector has no authorization flow": [
    { connectors: [{ ...CONNECTOR, authorization_flow: null }] },
    [
      "no-device-login-flow | authentik_endpoints_connector_agent.connector | the connector has no authorization flow, and there are device access groups",
    ],
  ],
  "a token has no group": [
    { enrollmentTokens: [{ ...TOKEN, device_group: null }] },
    ['enrollment-token-without-group | enrollment token "laptops" | the token has no device access group'],
  ],
  "a group's only binding is disabled": [
    {
      bindings: {
        ...LIVE.bindings,
        "laptops-1": [{ ...LAPTOPS_BINDING, enabled: false }],
      },
    },
    ['closed-device-access-group | device access group "laptops" | no binding of the group is in force'],
  ],
};

test.each(Object.entries(BROKEN))("%s", (_, [live, expected]) => {
  expect(found(evidence(live))).toEqual(expected);
});

test("nothing is said of what the token's user may not see, and of what an older server does not know", () => {
  const { grant_types: _, ...older } = PROVIDER;

  expect(found(evidence({ scopeMappings: undefined, providers: [older] }))).toEqual([]);
  expect(found(evidence({ providers: undefined, enrollmentTokens: undefined }))).toEqual([]);
});

test("a connector without a flow is none to speak of where no device is to be logged in to", () => {
  const ofDevices = /device_access_group|laptops_access/;
  const resources = STATE.values?.root_module?.resources?.filter(({ address }) => !ofDevices.test(address));
  const { authentik_endpoints_device_access_group: __, ...resource } = STACK.resource ?? {};

  const given = evidence(
    { connectors: [{ ...CONNECTOR, authorization_flow: null }] },
    { ...STACK, resource },
    { values: { root_module: { resources } } },
  );

  expect(audit(given).filter(({ code }) => code === "no-device-login-flow")).toEqual([]);
});

describe("endpoint stages", () => {
  const STAGE = "authentik_stage_endpoints.known";
  const managed = (address: string, values: Record<string, unknown>) => {
    const [type = "", name = ""] = address.split(".");
    return { address, mode: "managed", type, name, values };
  };
  const state = {
    values: {
      root_module: {
        resources: [
          ...(STATE.values?.root_module?.resources ?? []),
          managed(STAGE, { id: "stage-1", name: "known", connector: "connector-1", mode: "required" }),
          managed("authentik_flow_stage_binding.known", {
            id: "place-1",
            target: "flow-9",
            stage: "stage-1",
          }),
        ],
      },
    },
  };
  const place = { pk: "place-1", target: "flow-9", order: 15, stage_obj: { name: "known" } };
  const keyed = { connectors: [{ ...CONNECTOR, challenge_key: "key-1" }] };
  const stages = (live: Partial<LiveSetUp>) => found(evidence({ ...keyed, ...live }, STACK, state));
  const at = (order: number, name: string, model: string) => ({
    pk: `place-of-${name}`,
    target: "flow-9",
    order,
    stage_obj: { name, meta_model_name: model },
  });
  const LOGIN = "authentik_stages_user_login.userloginstage";

  test("with a key and a place before people are logged in are sound", () => {
    const others = [
      at(10, "who", "authentik_stages_identification.identificationstage"),
      place,
      at(100, "in", LOGIN),
    ];

    expect(stages({ stagePlaces: { "stage-1": [place] }, stagesOfFlows: { "flow-9": others } })).toEqual([]);
  });

  test("of a connector without challenge key check nothing", () => {
    const connectors = [{ ...CONNECTOR, challenge_key: null }];

    expect(stages({ connectors, stagePlaces: { "stage-1": [place] } })).toEqual([
      `endpoint-stage-without-key | ${STAGE} | its connector "authentik Agent" has no challenge key`,
    ]);
  });

  test("in no flow check nothing, and where that was not read nothing is said", () => {
    expect(stages({ stagePlaces: { "stage-1": [] } })).toEqual([
      `endpoint-stage-unbound | ${STAGE} | no flow has the stage`,
    ]);
    expect(stages({ stagePlaces: {} })).toEqual([]);
  });

  test("come too late after a stage of somebody else that decides", () => {
    const earlier = [
      at(5, "other check", "authentik_endpoints.endpointstage"),
      at(14, "in", LOGIN),
      at(15, "beside", LOGIN),
    ];

    expect(
      stages({ stagePlaces: { "stage-1": [place] }, stagesOfFlows: { "flow-9": [...earlier, place] } }),
    ).toEqual([
      `stage-before-endpoint-stage | ${STAGE} | stage "other check", which checks the device by itself, comes before it in flow "flow-9", with order 5 before 15`,
      `stage-before-endpoint-stage | ${STAGE} | stage "in", which logs people in, comes before it in flow "flow-9", with order 14 before 15`,
    ]);
  });
});
