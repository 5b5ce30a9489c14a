import { DEVICE_CODE_GRANT } from "../../lib/rules/choices";
import { API_SCOPE } from "../../lib/rules/scopes";
import type { Connection } from "../authentik/connection";
import { createTransport } from "../authentik/transport";
import { parseJson } from "../json";
import { attribute } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, cliProvider } from "../set-up/the-agents";
import { brandOf } from "./brand-matching";
import type { Finding } from "./finding";
import type { LiveSetUp } from "./live-set-up";
import { signingFault } from "./signing-keys";

/** What the agent's CLI asks for. */
const SCOPES = `openid profile email offline_access ${API_SCOPE}`;
const TIMEOUT_MILLISECONDS = 15_000;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What authentik answered a device as the agent's CLI. */
export interface ProbeAnswers {
  readonly clientId: string;
  readonly slug: string;
  readonly discovery: Answer;
  readonly deviceAuthorization: Answer;
}

type Probed = Omit<Finding, "severity">;

/** Codes of the probe's findings, all of which break logins. */
export const PROBE_CODES = [
  "probe-discovery",
  "probe-throttled",
  "probe-refused",
  "probe-no-device-page",
] as const;

/** Asks for a device code as the agent's CLI does; each call counts towards the server's 20 an hour. @throws RequestError */
export async function probe(connection: Connection, managed: ManagedSetUp): Promise<ProbeAnswers> {
  const transport = createTransport(connection, {
    concurrency: 2,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  const clientId = attribute(cliProvider(managed), "client_id") ?? "";
  const slug = attribute(cliApplication(managed), "slug") ?? "";
  const send = async (path: string, request: Parameters<typeof transport>[1]): Promise<Answer> => {
    const response = await transport(connection.url + path, request);
    return { status: response.status, body: parsed(await response.text()) };
  };
  const [discovery, deviceAuthorization] = await Promise.all([
    send(`/application/o/${slug}/.well-known/openid-configuration`, {}),
    send("/application/o/device/", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ client_id: clientId, scope: SCOPES }).toString(),
    }),
  ]);
  return { clientId, slug, discovery, deviceAuthorization };
}

/** What the answers mean, explained by what the API shows. */
export function probeFindings(answers: ProbeAnswers, live: LiveSetUp): Finding[] {
  const findings = [...discoveryFindings(answers, live), ...authorizationFindings(answers, live)];
  return findings.map((finding) => ({ ...finding, severity: "breaks logins" }));
}

function discoveryFindings({ discovery, slug, clientId }: ProbeAnswers, live: LiveSetUp): Probed[] {
  const missing = ["issuer", "device_authorization_endpoint", "token_endpoint"].filter(
    (key) => !discovery.body[key],
  );
  if (discovery.status === 200 && missing.length === 0) return [];
  const fault = keyFault(clientId, live);
  return [
    {
      code: "probe-discovery",
      subject: `/application/o/${slug}/.well-known/openid-configuration`,
      message:
        discovery.status === 200
          ? `the issuer's document lacks ${missing.join(" and ")}`
          : `the issuer's document was answered ${discovery.status}${fault === undefined ? "" : `: ${fault}`}`,
      consequence: "agents cannot find out where to log in, so nobody can",
      remedy:
        fault === undefined
          ? `check that application "${slug}" exists and has the CLI's provider`
          : "name another certificate in cli.signingKey and run terraform apply",
    },
  ];
}

/** Why the provider cannot sign, where that is seen. */
function keyFault(clientId: string, { providers, certificates, version }: LiveSetUp): string | undefined {
  const provider = providers?.find((each) => each.client_id === clientId);
  const certificate = certificates.find(({ pk }) => pk === provider?.signing_key);
  return certificate && signingFault(certificate, version);
}

function authorizationFindings(answers: ProbeAnswers, live: LiveSetUp): Probed[] {
  const { status, body } = answers.deviceAuthorization;
  const subject = "/application/o/device/";
  if (status === 429) {
    return [
      {
        code: "probe-throttled",
        subject,
        message: "the server throttles device logins from this address",
        consequence: "everybody behind this address waits up to an hour before the next device login",
        remedy: "wait an hour; authentik allows 20 calls an hour per address, failures included",
      },
    ];
  }
  if (status !== 200 || typeof body.device_code !== "string") {
    return [
      {
        code: "probe-refused",
        subject,
        message: `the device login was answered ${status} ${textOf(body.error) || "without a device code"}: ${refusal(answers, live)}`,
        consequence: "nobody can log in with the agent's CLI",
        remedy: "correct it in the configuration and run terraform apply",
      },
    ];
  }
  return devicePageFindings(textOf(body.verification_uri), live);
}

/** The server says `invalid_client` for all of these. */
function refusal({ clientId }: ProbeAnswers, live: LiveSetUp): string {
  const provider = live.providers?.find((each) => each.client_id === clientId);
  if (live.providers === undefined) return "the token's user may not see why";
  if (!provider) return `no provider has the client id "${clientId}"`;
  if (!provider.assigned_application_slug) return `provider "${provider.name}" has no application`;
  if (provider.grant_types?.includes(DEVICE_CODE_GRANT) === false) {
    return `the device code is not among the grant types of provider "${provider.name}"`;
  }
  const fault = keyFault(clientId, live);
  if (fault !== undefined) return fault;
  return "provider, application and grant types look right, so look into the server's log";
}

function devicePageFindings(page: string, live: LiveSetUp): Probed[] {
  if (!URL.canParse(page) || live.brands === undefined) return [];
  const brand = brandOf(new URL(page).host, live.brands);
  if (brand?.flow_device_code) return [];
  return [
    {
      code: "probe-no-device-page",
      subject: page,
      message: `the page where people enter the code belongs to brand "${brand?.domain ?? "none"}", which has no device code flow`,
      consequence: "people get a 404 where they should enter the code, so no login can be finished",
      remedy: "set the flow on that brand: add its domain to brands.others in the configuration",
    },
  ];
}

const LONGEST_TEXT = 300;

const textOf = (value: unknown) => (typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "");

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(text);
    return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
