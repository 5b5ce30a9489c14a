import type { Obligations } from "./obligations";
import { duration, flag, list, name, orFalse, settings, slug, wholeNumber } from "./setting-types";

const ROWS = {
  name: name("Name of the connector.", "authentik Agent"),
  refreshInterval: duration(
    "How often agents check in. They fetch their configuration only when they start and when they join.",
    "minutes=30",
  ),
  enabled: flag("Whether devices may enrol and check in.", true),
  furtherFederatedProviders: list(
    name("Name of an OAuth2 provider."),
    "Names of further OAuth2 providers whose tokens the connector accepts beside the CLI's.",
    [],
  ),
  snapshotExpiry: duration("How long what a device reported about itself counts.", "hours=24"),
  authSessionDuration: duration("How long a login on a device lasts.", "hours=8"),
  authTerminateSessionOnExpiry: flag("Ends the device's session when the login has expired.", true),
  authorizationFlow: orFalse(
    slug(
      "Slug of the flow in which people log in on a device; false for none, so that nobody can log in there.",
      "default-provider-authorization-implicit-consent",
    ),
  ),
  nssUidOffset: wholeNumber("Added to a user's number to make the device's uid.", 2000),
  nssGidOffset: wholeNumber("Added to a group's number to make the device's gid.", 4000),
  challengeKey: name(
    "Name of the certificate whose key signs challenges to browsers; with endpoint stages, by default the CLI's signing key.",
  ),
  challengeIdleTimeout: duration(
    "How long a browser waits for the agent's answer to a challenge.",
    "seconds=3",
  ),
  challengeTriggerCheckIn: flag("Makes the agent check in with each challenge.", true),
};

/** With the providers that a connector accepts by their names. */
export const connector = settings("The connector through which devices enrol and report.", ROWS);

const { furtherFederatedProviders, ...own } = ROWS;

export const CONNECTOR = own;

const schema = settings("A connector.", CONNECTOR);

export const agentConnector: Obligations<typeof schema> = { schema, rules: [] };
