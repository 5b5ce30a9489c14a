import { APPLICATION, CLI } from "../../lib/rules/agent-cli-provider";
import * as objects from "../objects";
import { referredTo } from "../set-up/meaning";
import { attribute, resourcesOf, type SetUpObject, wantedValue } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, cliApplicationProviders, cliProvider } from "../set-up/the-agents";

/**
 * What people and administrators of devices type so that an environment's agents work; no keys.
 *
 * @param address the server's, without a slash at its end, with which the agent's CLI hangs
 * @throws Error where the configuration does not tell what is to be typed
 */
export function instructions(setUp: ManagedSetUp, address: string): string {
  const connectors = resourcesOf(setUp, objects.connector.type);
  return [
    `${setUp.environment} at ${address}\n`,
    paragraph("Whoever uses the command line, once on each machine; the browser asks for a login:", [
      `ak config setup -a ${shellWord(address)}${clientOptions(setUp)}`,
      "ak whoami",
    ]),
    ...cliApplications(setUp, address),
    paragraph("Administrators, once on each device, as root; it asks for the key of an enrollment token:", [
      `ak-sysd domains join ${shellWord(setUp.environment)} -a ${shellWord(address)}`,
    ]),
    tokens(setUp),
    ...connectors.map(deviceManagement),
    ...connectors
      .filter((connector) => wantedValue(setUp, connector, "enabled") === false)
      .map((connector) => `Connector "${nameOf(connector)}" is disabled: no device can join or check in.\n`),
  ].join("\n");
}

/** Undefined where the agent's own defaults are right. */
function clientOptions(setUp: ManagedSetUp): string {
  const clientId = attribute(cliProvider(setUp), "client_id");
  const slug = attribute(cliApplication(setUp), "slug");
  if (clientId === undefined || slug === undefined)
    throw new Error(
      `the configuration of ${setUp.environment} does not tell the client id and the slug of the agent's CLI: write them out`,
    );
  return [
    ...(slug === APPLICATION.slug.byDefault ? [] : [` --app ${shellWord(slug)}`]),
    ...(clientId === CLI.clientId.byDefault ? [] : [` --client-id ${shellWord(clientId)}`]),
  ].join("");
}

/** What tells `ak auth` and whoever checks its tokens which application is meant. */
function cliApplications(setUp: ManagedSetUp, address: string): readonly string[] {
  const lines = cliApplicationProviders(setUp).map((provider) => {
    const application = resourcesOf(setUp, objects.application.type).find(
      (each) => referredTo(setUp, each, "protocol_provider") === provider,
    );
    const [clientId, slug] = [attribute(provider, "client_id"), attribute(application, "slug")];
    const path = wantedValue(setUp, provider, "issuer_mode") === "global" ? "" : `application/o/${slug}/`;
    return `${nameOf(provider)}: --client-id ${shellWord(clientId ?? "")}; ${address}/${path} issues the tokens`;
  });
  if (lines.length === 0) return [];
  return [
    paragraph(
      "Then for other applications `ak auth kubectl`, `aws`, `vault` or `raw`, with the client id:",
      lines,
    ),
  ];
}

function tokens(setUp: ManagedSetUp): string {
  const all = resourcesOf(setUp, objects.enrollmentToken.type);
  if (all.length === 0)
    return "No enrollment token is configured, without which no device can join: add one under enrollmentTokens.\n";
  return paragraph(
    `Enrollment tokens; the keys are under ${objects.enrollmentToken.adminPage} > the connector > Enrollment Tokens:`,
    all.map((token) => `${nameOf(token)}: ${groupOf(setUp, token)}; ${endOf(setUp, token)}`),
  );
}

function groupOf(setUp: ManagedSetUp, token: SetUpObject): string {
  if (wantedValue(setUp, token, "device_access_group") === undefined)
    return "devices come into no device access group, so that nobody can log in to them";
  const group = referredTo(setUp, token, "device_access_group");
  const name = attribute(group, "name");
  return name === undefined ? "devices come into a device access group" : `devices come into "${name}"`;
}

function endOf(setUp: ManagedSetUp, token: SetUpObject): string {
  if (wantedValue(setUp, token, "expiring") === false) return "never ends";
  const expires = attribute(token, "expires");
  return expires === undefined ? "ends 30 minutes after it was made" : `ends at ${expires}`;
}

function deviceManagement(connector: SetUpObject): string {
  return paragraph("With device management (MDM), instead of the command on each device:", [
    `take the configuration of each platform from ${objects.connector.adminPage} > ${nameOf(connector)}, for one of the enrollment tokens`,
    "it holds the token's key: keep it where only device management reads it",
  ]);
}

const nameOf = (object: SetUpObject) => attribute(object, "name") ?? object.address;

const paragraph = (title: string, lines: readonly string[]) =>
  [title, ...lines.map((line) => `  ${line}`), ""].join("\n");

/** Whether a line of them is typed as it is. */
export const isCommand = (line: string) => /^ {2}ak(-sysd)? /.test(line);

/** As it is where a shell takes it for one word, else quoted. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
