import * as z from "zod";
import type { Obligations } from "./obligations";
import { environmentVariable, flag, headerName, serverAddress, settings, versions } from "./setting-types";

export const AUTHENTIK_SERVER = {
  server: serverAddress(
    "Address of authentik, with its path where it lives below one; needed as soon as another environment names its own, by default AUTHENTIK_URL.",
  ),
  insecure: flag("Accepts any certificate of the server, by default as AUTHENTIK_INSECURE says."),
  tokenFrom: environmentVariable(
    "Variable of the environment that holds the API token; by default AUTHENTIK_TOKEN_<ENVIRONMENT> or, where there is one environment only, AUTHENTIK_TOKEN too.",
  ),
  headersFrom: z
    .record(
      headerName("Name of the header."),
      environmentVariable("Variable of the environment that holds its value."),
    )
    .meta({
      description:
        "Headers to send with each request to authentik, such as for a proxy before it, each with the variable of the environment that holds its value (Terraform 1.10).",
      errorMessage: "expected a mapping of headers to environment variables",
    }),
  providerVersion: versions("Versions of the authentik provider to accept.", "~> 2026.5.0"),
};

const schema = settings("The connection to authentik.", AUTHENTIK_SERVER);

export const authentikServer: Obligations<typeof schema> = { schema, rules: [] };
