import * as z from "zod";
import { quoted } from "./credential-shapes";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import { allowsReleaseOf, CURRENT_RELEASE, providerVersionsOf, RELEASES } from "./releases";
import { type Rules, rule } from "./rule";
import {
  choice,
  environmentVariable,
  flag,
  headerName,
  serverAddress,
  settings,
  versions,
} from "./setting-types";

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
  release: choice(RELEASES, "Release of authentik for which the set-up is.", CURRENT_RELEASE),
  providerVersion: versions("Versions of the authentik provider to accept, by default those of the release."),
};

const schema = settings("The connection to authentik.", AUTHENTIK_SERVER);

type ServerDraft = Draft<z.output<typeof schema>>;

export const serverRules: Rules<Pick<ServerDraft, "release" | "providerVersion">> = [
  rule({
    subjects: ({ release, providerVersion }: Pick<ServerDraft, "release" | "providerVersion">) =>
      typeof providerVersion === "string"
        ? [{ path: ["providerVersion"], judged: { release: release ?? CURRENT_RELEASE, providerVersion } }]
        : [],
    condition: ({ release, providerVersion }) => !allowsReleaseOf(release, providerVersion),
    message: ({ release, providerVersion }) =>
      `got ${quoted(providerVersion)}, which lets in no provider of release ${release}`,
    remedy: ({ release }) =>
      `expected versions such as ${quoted(providerVersionsOf(release))}, or another \`release\``,
  }),
];

export const authentikServer: Obligations<typeof schema> = { schema, rules: serverRules };
