import { spawn } from "node:child_process";
import { lookup } from "node:dns/promises";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { startProvider } from "../../standin/provider";
import { selfSigned } from "../../standin/server/install/certificate";
import { removeFolders, temporaryFolder } from "../tools/terraform/programs";
import type { Run } from "./deployment";
import { runOf } from "./ended";
import { attachedTo } from "./target";

// What somebody reads who has made one of the first mistakes, whatever command it was.

jest.setTimeout(120_000);

const CLI = resolve("dist/agent-stack.js");
const LIBRARY = resolve("dist/index.js");
const REPORTS = ["plan", "drift", "verify"];
const COMMANDS: readonly (readonly string[])[] = [
  ["plan", "--no-verify"],
  ["drift"],
  ["verify"],
  ["status"],
  ["apply", "--yes"],
  ["adopt", "--yes"],
  ["repair", "--yes"],
  ["destroy", "--yes"],
];
/** Those that ask authentik for nothing where nothing is deployed. */
const OF_WHAT_IS_DEPLOYED = ["repair", "destroy"];

const STATE = "terraform.production.tfstate";

let standIn: StandIn;
let state: string;
let before: Server;
let secure: Server;
/** Why the name of a host that is not there leads nowhere; a machine without a network does not learn so much. */
let noHost: string;
beforeAll(async () => {
  standIn = await launchStandIn();
  const deployed = project(VARIABLES);
  const { code, stderr } = await agentStack(deployed, ["apply", "--yes"], attachedTo(standIn));
  if (code !== 0) throw new Error(stderr);
  state = readFileSync(join(deployed, STATE), "utf8");
  const page: RequestListener = (_, answer) =>
    answer.writeHead(200, { "content-type": "text/html" }).end("<html><body>Log in</body></html>");
  before = createServer(page);
  await new Promise<void>((done) => before.listen(0, "127.0.0.1", done));
  const { certificate, privateKey } = await selfSigned("localhost", { host: "localhost" });
  secure = createSecureServer({ cert: certificate, key: privateKey }, (_, answer) => answer.end("{}"));
  await new Promise<void>((done) => secure.listen(0, "localhost", done));
  const unresolved = await lookup("auth.invalid").catch(({ code }: NodeJS.ErrnoException) => code);
  noHost = unresolved === "ENOTFOUND" ? "there is no such host" : "the host's name could not be resolved";
});
afterAll(async () => {
  removeFolders();
  before.close();
  secure.close();
  await standIn.close();
});

const pageUrl = () => `http://127.0.0.1:${(before.address() as AddressInfo).port}`;
const secureUrl = () => `https://localhost:${(secure.address() as AddressInfo).port}`;

function project(configuration: string): string {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "cdktf.json"),
    JSON.stringify({ app: `node -e 'require("${LIBRARY}").synthesise()'` }),
  );
  writeFileSync(join(folder, "agent-stack.yaml"), configuration);
  return folder;
}

/** Each command of one mistake, with what it says. */
async function saidBy(
  configuration: string,
  variables: Readonly<Record<string, string>>,
  commands = COMMANDS,
): Promise<Record<string, { code: number; said: string }>> {
  const environment = { ...attachedTo(standIn), ...variables };
  const provider = await startProvider(environment);
  const fresh = project(configuration);
  const deployed = project(configuration);
  writeFileSync(join(deployed, STATE), state);
  const run = async ([command = "", ...options]: readonly string[]) => {
    const folder = OF_WHAT_IS_DEPLOYED.includes(command) ? deployed : fresh;
    const isReport = REPORTS.includes(command);
    const format = isReport || command === "status" ? ["--format", "json"] : [];
    const { code, stdout, stderr } = await agentStack(folder, [command, ...options, ...format], {
      ...environment,
      TF_REATTACH_PROVIDERS: provider.reattach,
    });
    const failed = stdout.startsWith("{") ? JSON.parse(stdout).environments[0].failure : undefined;
    const said = (failed ?? stderr)
      .replace(/^agent-stack \w+: (production: )?/, "")
      .replace(/^\S+ plan failed\n/, "")
      .trim();
    return [command, { code, said }] as const;
  };
  const half = commands.length / 2;
  const all = [
    await Promise.all(commands.slice(0, half).map(run)),
    await Promise.all(commands.slice(half).map(run)),
  ];
  await provider.close();
  return Object.fromEntries(all.flat());
}

function agentStack(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Run> {
  const { AGENT_STACK_CONFIG: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

const NOT_JSON = /^GET \/\S+ was answered with something that is not authentik's \(it is not JSON\): /;
const both = (server: string, lines: readonly string[]) =>
  `environments:\n  production:\n${server}${lines.join("\n")}\n`;
const configured = (url: string) =>
  both(`    server: ${url}\n    tokenFrom: AUTHENTIK_TOKEN\n`, [
    "    cli:",
    "      access: [group: authentik Admins]",
  ]);
const VARIABLES = both("", ["    cli:", "      access: [group: authentik Admins]"]);

test.each([
  [
    "neither address nor token",
    () => VARIABLES,
    () => ({ AUTHENTIK_URL: "", AUTHENTIK_TOKEN: "" }),
    () =>
      "AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com\nAUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords",
  ],
  [
    "a wrong token",
    () => VARIABLES,
    () => ({ AUTHENTIK_TOKEN: "a-wrong-token" }),
    () =>
      "authentik refuses AUTHENTIK_TOKEN (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
  ],
  [
    "a server that is down",
    () => VARIABLES,
    () => ({ AUTHENTIK_URL: "http://127.0.0.1:9" }),
    () =>
      "http://127.0.0.1:9 does not answer (nothing listens there): check AUTHENTIK_URL and that authentik is up",
  ],
  [
    "a configured server that is down",
    () => configured("http://127.0.0.1:9"),
    () => ({ AUTHENTIK_URL: "" }),
    () =>
      "http://127.0.0.1:9 does not answer (nothing listens there): check the server of production (agent-stack.yaml:3) and that authentik is up",
  ],
  [
    "another server than the configured one",
    () => configured("http://127.0.0.1:9"),
    () => ({}),
    () =>
      `AUTHENTIK_URL is ${standIn.server.url}, and the server of production (agent-stack.yaml:3) is http://127.0.0.1:9: unset AUTHENTIK_URL, or correct the environment's server`,
  ],
  [
    "a proxy's page in place of the API",
    () => configured(pageUrl()),
    () => ({ AUTHENTIK_URL: "" }),
    () => "check that the server of production (agent-stack.yaml:3) is authentik's own address",
  ],
  [
    "a certificate that nobody here vouches for",
    () => configured(secureUrl()),
    () => ({ AUTHENTIK_URL: "" }),
    () =>
      `the certificate of ${secureUrl()} is not trusted (no authority that is known here signed it): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
  ],
  [
    "a host that is not there",
    () => configured("https://auth.invalid"),
    () => ({ AUTHENTIK_URL: "" }),
    () =>
      `https://auth.invalid does not answer (${noHost}): check the server of production (agent-stack.yaml:3) and that authentik is up`,
  ],
  [
    "a proxy that does not answer",
    () => configured("https://auth.example.com"),
    () => ({ AUTHENTIK_URL: "", HTTPS_PROXY: "http://ann:pass-word@127.0.0.1:9", NO_PROXY: "" }),
    () =>
      "https://auth.example.com does not answer through the proxy http://127.0.0.1:9 (nothing listens there): check the server of production (agent-stack.yaml:3), HTTPS_PROXY, NO_PROXY and that authentik is up",
  ],
])("%s", async (_, configuration, variables, message) => {
  const said = await saidBy(configuration(), variables());

  const short = Object.entries(said).map(([command, { code, said }]) => [
    command,
    { code, said: said.replace(NOT_JSON, "") },
  ]);
  const expected = COMMANDS.map(([command]) => [command, { code: 1, said: message() }]);
  expect(Object.fromEntries(short)).toEqual(Object.fromEntries(expected));
});

test("a backend that lacks its key, which is no secret, is told with an example", async () => {
  const commands = [...COMMANDS, ["join"], ["token"]];

  const said = await saidBy(both("", ["    backend: {s3: {bucket: b, region: r}}"]), {}, commands);

  const message =
    "1 mistake in agent-stack.yaml\nagent-stack.yaml:3:15: environments.production.backend.s3.key: missing, expected one line of text without spaces around it, for example key: agent-stack/{environment}.tfstate";
  expect(said).toEqual(
    Object.fromEntries(commands.map(([command]) => [command, { code: 1, said: message }])),
  );
});

test("names that authentik does not have are told with their lines", async () => {
  const names = both("", [
    "    cli:",
    "      authorizationFlow: no-such-flow",
    "      signingKey: no such key",
    "      access: [group: no such group]",
  ]);

  const { plan, drift, status, apply, adopt, repair, destroy } = await saidBy(names, {});

  const gone = (what: string) =>
    `authentik has no ${what}, or the token's user may not see it: if it was renamed, configure its new name; if it was deleted, take it out of the configuration or make it again.`;
  const lines = (run: typeof plan) =>
    run?.said
      .split("\n")
      .filter((line) => line.startsWith("authentik has no"))
      .sort();
  for (const run of [plan, drift, status, apply, adopt, destroy]) {
    expect(run?.code).toBe(1);
    expect(lines(run)).toEqual([
      gone('certificate "no such key" (agent-stack.yaml:5)'),
      gone('flow "no-such-flow" (agent-stack.yaml:4)'),
      gone('group "no such group" (agent-stack.yaml:6)'),
    ]);
  }
  // It looks up nothing: what it sends is of objects that are deployed.
  expect(repair).toEqual({ code: 0, said: "" });
});
