import { type ProbeAnswers, probeFindings } from "../../../tools/findings/probe";
import { Deployed } from "../deployed";
import { BRAND, LIVE, PROVIDER } from "./evidence";

jest.setTimeout(60_000);

const ANSWERS: ProbeAnswers = {
  clientId: "authentik-cli",
  slug: "authentik-cli",
  discovery: {
    status: 200,
    body: { issuer: "i", device_authorization_endpoint: "d", token_endpoint: "t" },
  },
  deviceAuthorization: {
    status: 200,
    body: { device_code: "c", verification_uri: "https://auth.example.com/device" },
  },
};
const refused = { ...ANSWERS, deviceAuthorization: { status: 400, body: { error: "invalid_client" } } };

function messages(answers: ProbeAnswers, live = {}): string[] {
  return probeFindings(answers, { ...LIVE, ...live }).map(({ code, message }) => `${code}: ${message}`);
}

describe("probeFindings", () => {
  test("finds nothing when both answer and the page's brand has the flow", () => {
    expect(messages(ANSWERS)).toEqual([]);
  });

  test.each([
    ["no provider", { providers: [] }, 'no provider has the client id "authentik-cli"'],
    [
      "no application",
      { providers: [{ ...PROVIDER, assigned_application_slug: null }] },
      'provider "authentik-cli" has no application',
    ],
    [
      "no device grant",
      { providers: [{ ...PROVIDER, grant_types: ["refresh_token"] }] },
      'the device code is not among the grant types of provider "authentik-cli"',
    ],
    ["no reason", {}, "provider, application and grant types look right, so look into the server's log"],
    ["no permission", { providers: undefined }, "the token's user may not see why"],
  ])("explains invalid_client: %s", (_, live, reason) => {
    expect(messages(refused, live)).toEqual([
      `probe-refused: the device login was answered 400 invalid_client: ${reason}`,
    ]);
  });

  test("explains the throttle", () => {
    const answers = { ...ANSWERS, deviceAuthorization: { status: 429, body: { error: "slow_down" } } };
    expect(messages(answers)).toEqual([
      "probe-throttled: the server throttles device logins from this address",
    ]);
  });

  test.each([502, 200])("takes a page of something else, answered %s, for no device login", (status) => {
    expect(messages({ ...ANSWERS, deviceAuthorization: { status, body: {} } })).toEqual([
      `probe-refused: the device login was answered ${status} without a device code: provider, application and grant types look right, so look into the server's log`,
    ]);
  });

  test("reports a device page on a brand without the flow", () => {
    expect(messages(ANSWERS, { brands: [{ ...BRAND, flow_device_code: null }] })).toEqual([
      'probe-no-device-page: the page where people enter the code belongs to brand "authentik-default", which has no device code flow',
    ]);
  });

  test.each([
    [{ status: 404, body: {} }, "the issuer's document was answered 404"],
    [
      { status: 200, body: { issuer: "i" } },
      "the issuer's document lacks device_authorization_endpoint and token_endpoint",
    ],
  ])("reports an issuer that is not found or incomplete", (discovery, message) => {
    expect(messages({ ...ANSWERS, discovery })).toEqual([`probe-discovery: ${message}`]);
  });
});

test("a device logs in on a fresh deployment, and is throttled after 20 calls", async () => {
  const deployed = await Deployed.start({});

  const first = await deployed.findings({ probe: true });
  for (let call = 2; call <= 20; call++) await deployed.findings({ probe: true });
  const last = await deployed.findings({ probe: true });

  await deployed.stop();
  expect(first).toEqual([]);
  expect(last).toEqual([
    "probe-throttled | /application/o/device/ | the server throttles device logins from this address",
  ]);
});
