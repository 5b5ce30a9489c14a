import type { Command } from "commander";
import { fitted, HANGING } from "../report/wrap";
import { messageWidth, textWidth } from "./text-width";

const CONFIGURATION = { AGENT_STACK_CONFIG: "configuration (usual: agent-stack.yaml)" };

const TERRAFORM = {
  ...CONFIGURATION,
  TERRAFORM_BINARY_NAME: "terraform or tofu to run (usual: terraform)",
};

const AUTHENTIK = {
  AUTHENTIK_URL: "address of authentik, where `server` says none",
  AUTHENTIK_TOKEN: "API token, where `tokenFrom` names no other",
  AUTHENTIK_INSECURE: "true accepts any certificate, for tests",
  NODE_EXTRA_CA_CERTS: "file with the certificate of your own authority",
  HTTPS_PROXY: "proxy, beside HTTP_PROXY and NO_PROXY",
  ...TERRAFORM,
};

const FORGE = {
  GITHUB_TOKEN: "token of GitHub, with GITHUB_REPOSITORY",
  GITLAB_TOKEN: "token of GitLab, with CI_PROJECT_ID",
};

const REPORT = {
  ...AUTHENTIK,
  NO_COLOR: "set, it takes the colours away",
  COLUMNS: "width of text (usual: the terminal's, at most 80)",
};

interface Help {
  /** The variables of the environment that it reads, and what for. */
  readonly variables: Readonly<Record<string, string>>;
  readonly example: string;
  /** The page of the documentation that tells of it. */
  readonly page: string;
}

/** What each command's help says beside its options. */
export const HELP: Readonly<Record<string, Help>> = {
  init: { variables: {}, example: "init --yes --forge gitlab", page: "docs/own-repository.md" },
  upgrade: { variables: {}, example: "upgrade --check", page: "docs/own-repository.md" },
  plan: {
    variables: REPORT,
    example: "plan production --format markdown,html --out reports",
    page: "docs/pipelines.md",
  },
  drift: { variables: REPORT, example: "drift --all", page: "docs/troubleshooting.md" },
  verify: { variables: REPORT, example: "verify production --probe", page: "docs/findings.md" },
  status: { variables: { ...REPORT, ...FORGE }, example: "status 'acme-*'", page: "docs/fleet.md" },
  apply: { variables: REPORT, example: "apply production --plan", page: "docs/fleet.md" },
  destroy: { variables: REPORT, example: "destroy staging", page: "docs/fleet.md" },
  "move-state": { variables: TERRAFORM, example: "move-state production", page: "docs/fleet.md" },
  test: { variables: TERRAFORM, example: "test 'acme-*' --jobs 2", page: "docs/own-repository.md" },
  standin: {
    variables: {
      STANDIN_STATE: "file that keeps what it was given for the next time",
      STANDIN_VERSION: "version of authentik that it plays, 2025.12 or later",
      STANDIN_PORT: "the server's port (usual: any that is free)",
      STANDIN_LOG: "file for a line about each request",
    },
    example: "standin -- npx agent-stack plan production",
    page: "docs/own-repository.md",
  },
  repair: { variables: AUTHENTIK, example: "repair production", page: "docs/findings.md" },
  adopt: {
    variables: AUTHENTIK,
    example: "adopt production --connector 'authentik Agent'",
    page: "docs/adoption.md",
  },
  changed: {
    variables: CONFIGURATION,
    example: "changed --base origin/main --format json",
    page: "docs/pipelines.md",
  },
  comment: { variables: FORGE, example: "comment reports/agent-stack-plan.md", page: "docs/pipelines.md" },
  token: { variables: TERRAFORM, example: "token production --for plan", page: "docs/tokens.md" },
  join: { variables: TERRAFORM, example: "join production", page: "docs/devices.md" },
  lock: { variables: TERRAFORM, example: "lock --platform linux_amd64", page: "docs/provider-lock.md" },
};

/** Adds to the help of a command its variables, an example and its page, and breaks it and its errors at the terminal's width. */
export function withHelp(command: Command): Command {
  const help = HELP[command.name()];
  command.configureOutput({
    writeOut: (text) => process.stdout.write(fitted(text, textWidth())),
    writeErr: (text) => process.stderr.write(fitted(text, messageWidth(), HANGING)),
    getOutHelpWidth: textWidth,
    getErrHelpWidth: textWidth,
  });
  return help ? command.addHelpText("after", textOf(help)) : command;
}

function textOf({ variables, example, page }: Help): string {
  const names = Object.keys(variables);
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.entries(variables).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
  return [
    ...(lines.length > 0 ? ["", "Variables of the environment:", ...lines] : []),
    "",
    "Example:",
    `  npx agent-stack ${example}`,
    "",
    `Read on: ${page}`,
  ].join("\n");
}
