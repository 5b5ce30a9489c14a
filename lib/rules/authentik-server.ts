import type { Obligations } from "./obligations";
import { settings, versions } from "./setting-types";

export const AUTHENTIK_SERVER = {
  providerVersion: versions("Versions of the authentik provider to accept.", "~> 2026.5.0"),
};

const schema = settings("The connection to authentik.", AUTHENTIK_SERVER);

export const authentikServer: Obligations<typeof schema> = { schema, rules: [] };
