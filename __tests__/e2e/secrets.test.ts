import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type StandInServer, startServer } from "../../standin/server";
import { ForgeDouble } from "../tools/forge/forge-double";
import { SECRET_PATH, startWebhook } from "../tools/notices/webhook";
import { type Ended, endOf } from "./ended";
import { Fleet, type FleetServer } from "./fleet";
import { filesBelow, leaksIn, type Secrets, type Text } from "./leaks";
import { ProviderMirror } from "./provider-mirror";
import { StateServer } from "./state-server";
import { shareCompiled } from "./workspace";

jest.setTimeout(300_000);

/** Looks like nothing that could be told from a name, and has what JSON, HTML and addresses write otherwise. */
const secret = (what: string) => `${what}.&"<'$%{+/${randomBytes(9).toString("hex")}`;
/** As authentik takes it in a header. */
const token = (what: string) => `${what}.+/&${randomBytes(9).toString("hex")}`;

const WRAPPER = resolve("dist/agent-stack-terraform.js");
const CDKTF = resolve("node_modules/.bin/cdktf");

/** What terraform and its provider keep in every state, and so in a plan that was saved. */
const IN_STATES = ["client secret of authentik-cli", "client secret of vault", "key of First"];

const TOKEN = "ACME_ADMISSION";
const HEADER = "X-Admission";

const given: Record<string, string> = {
  [TOKEN]: token("acme"),
  AUTHENTIK_TOKEN_BETA: token("beta"),
  ACME_GATE: secret("gate"),
  TF_HTTP_PASSWORD: secret("http-backend"),
  PG_CONN_STR: `postgres://states:${token("postgres").replace(/[/+]/g, "_")}@127.0.0.1:9/states`,
  AWS_ACCESS_KEY_ID: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
  AWS_SECRET_ACCESS_KEY: secret("aws"),
  GITHUB_TOKEN: ForgeDouble.TOKEN,
  GITLAB_TOKEN: secret("gitlab"),
  HTTPS_PROXY: `http://proxy:${token("proxy").replace(/[/+]/g, "_")}@127.0.0.1:9`,
};

/** Chats that are told: one whose variable's name does not tell that it is a secret, and one that refuses and quotes its address. */
const TELL = ["--notify", "slack=ACME_CHAT", "--notify", "json=REFUSING_WEBHOOK"];

/** What the configuration has no words for and every variable of a run has, with what a user gives terraform. */
const TRACED = { TF_LOG: "trace", TF_HTTP_USERNAME: "states", AWS_MAX_ATTEMPTS: "1" };

let root: string;
let servers: StandInServer[];
let gates: Server[];
let mirror: ProviderMirror;
let stateServer: StateServer;
let forge: ForgeDouble;
let chats: Awaited<ReturnType<typeof startWebhook>>[];
let fleet: Fleet<FleetServer>;
/** How the gates answer a request in place of authentik, with all that was sent to them. */
let echo: ((method: string, url: string) => number | undefined) | undefined;
const said: Text[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "agent-stack-secrets-"));
  mkdirSync(join(root, "tmp"));
  shareCompiled(join(root, "tmp"));
  mirror = new ProviderMirror("unpacked");
  mirror.offer("2026.8.0");
  stateServer = await StateServer.start();
  forge = await ForgeDouble.start("github");
  chats = await Promise.all([startWebhook(200), startWebhook(404)]);
  servers = await Promise.all(
    [given[TOKEN], given.AUTHENTIK_TOKEN_BETA].map((each) => startServer({ token: each })),
  );
  gates = await Promise.all(servers.map(echoing));
  const none = { TF_REATTACH_PROVIDERS: "" };
  const reached = servers.map(({ token }, index) => ({
    server: { url: addressOf(gates[index] as Server), token },
    environment: none,
    close: async () => {},
  }));
  fleet = new Fleet(["acme", "beta"], reached, 1, {
    ...mirror.environment,
    ...given,
    ...TRACED,
    NO_PROXY: "127.0.0.1",
    TMPDIR: join(root, "tmp"),
    TF_LOG_PATH: join(root, "terraform.log"),
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_API_URL: forge.apiUrl,
    ACME_CHAT: chats[0]?.url as string,
    REFUSING_WEBHOOK: chats[1]?.url as string,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
  });
});

afterAll(async () => {
  for (const gate of gates) {
    gate.closeAllConnections();
    gate.close();
  }
  await Promise.all([...servers, ...chats, forge, stateServer, fleet].map((each) => each.close()));
  mirror.remove();
  rmSync(root, { recursive: true, force: true });
});

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A gate before authentik that tells in its error pages all that it was sent, as some do. */
function echoing({ url }: StandInServer): Promise<Server> {
  const gate = createServer((incoming, reply) => {
    const { method = "", headers } = incoming;
    const status = echo?.(method, incoming.url ?? "");
    if (status !== undefined) {
      const sent = Object.entries(headers).map(([name, value]) => `${name} was ${value}`);
      const [, key = ""] = (headers.authorization ?? "").split(" ");
      reply
        .writeHead(status, { "content-type": "application/json", location: `/?key=${key}` })
        .end(JSON.stringify({ detail: `no way with this token: ${sent.join("; ")}; so ${key}`, headers }));
      return;
    }
    const forwarded = request(`${url}${incoming.url}`, { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    incoming.pipe(forwarded);
  });
  return new Promise((done) => {
    gate.listen(0, "127.0.0.1", () => done(gate));
  });
}

const httpState = () => ({
  http: {
    address: `${stateServer.url}/{environment}`,
    lockAddress: `${stateServer.url}/{environment}/lock`,
    unlockAddress: `${stateServer.url}/{environment}/lock`,
    lockMethod: "POST",
    unlockMethod: "DELETE",
  },
});

/** Writes the configuration, with acme under the name it has by now. */
function configure(acme: string, backend: object = httpState(), further: object = {}): void {
  const environments = {
    [acme]: {
      server: fleet.standIn(0).server.url,
      tokenFrom: TOKEN,
      headersFrom: { [HEADER]: "ACME_GATE" },
      backend,
      cliApplications: [{ name: "vault", access: [{ group: "authentik Admins" }] }],
      enrollmentTokens: [
        { name: "First", expiring: false, retrieveKey: true },
        { name: "Second", expiring: false },
      ],
      ...further,
    },
    beta: { server: fleet.standIn(1).server.url },
  };
  writeFileSync(join(fleet.directory, "agent-stack.yaml"), JSON.stringify({ environments }));
}

/** What commands ended with, and were to end with. */
const ended: string[] = [];
const toEnd: string[] = [];

async function heard(code: number, name: string, run: Promise<Ended>): Promise<void> {
  const { code: found, stdout, stderr } = await run;
  ended.push(`${name}: ${found}`);
  toEnd.push(`${name}: ${code}`);
  said.push({ where: name, content: Buffer.from(`${stdout}\n${stderr}`) });
}

/** Runs a program with what `cdktf deploy` needs to start `agent-stack-terraform`, and terraform's log on standard error. */
const started = (code: number, cwd: string, command: string, ...args: string[]) => {
  const env = {
    ...fleet.environment,
    TF_LOG_PATH: "",
    TERRAFORM_BINARY_NAME: WRAPPER,
    AGENT_STACK_TERRAFORM: fleet.environment.TERRAFORM_BINARY_NAME,
  };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  return heard(code, [basename(command), ...args].join(" "), endOf(child));
};

const typed = (code: number, ...args: string[]) => heard(code, args.join(" "), fleet.run(...args));

/** Secrets that authentik made. */
async function made(): Promise<Secrets> {
  const api = fleet.api(0);
  const providers = await api.list("/providers/oauth2/");
  const tokens = await api.list("/endpoints/agents/enrollment_tokens/");
  const keys = await Promise.all(
    tokens.map(({ token_uuid }) => api.get(`/endpoints/agents/enrollment_tokens/${token_uuid}/view_key/`)),
  );
  const [certificate] = await api.list("/crypto/certificatekeypairs/");
  const pem = await api.get(`/crypto/certificatekeypairs/${certificate?.pk}/view_private_key/`);
  return Object.fromEntries([
    ...providers.map(({ name, client_secret }) => [`client secret of ${name}`, client_secret]),
    ...tokens.map(({ name }, index) => [`key of ${name}`, keys[index]?.key]),
    ["private key", String(pem.data).split("\n")[2]],
  ]);
}

/** What is in the folders of the run, but for what was put there to run it. */
const written = (): Text[] =>
  filesBelow(fleet.directory, (path) => path === ".cache" || path === "attached").concat(
    filesBelow(root).map(({ where, content }) => ({ where: `temporary/${where}`, content })),
  );

const everyFormat = (name: string) => ["--out", name, "--format", "markdown,html,json,text"];

/** What a command ends with where the gate answers with all that it was sent. */
async function echoed(...args: string[]): Promise<void> {
  echo = (method, url) => (isAsked(method, url, args[0] as string) ? 400 : undefined);
  await typed(1, ...args);
  echo = undefined;
}

/** An apply is to fail in its midst. */
const isAsked = (method: string, url: string, command: string) =>
  command === "apply" || command === "deploy" ? method === "POST" : /brands|applications/.test(url);

test("no secret stands in what commands print, write, post and leave behind, not with TF_LOG=trace either", async () => {
  configure("acme");
  await echoed("apply", "acme", "--yes");
  await typed(2, "apply", "acme", "--yes");
  const api = fleet.api(0);
  const [connector] = await api.list("/endpoints/agents/connectors/");
  await api.change(`/endpoints/agents/connectors/${connector?.connector_uuid}/`, { name: "elsewhere" });
  await typed(2, "plan", "acme", ...everyFormat("planned"));
  const whilePlanned = written();
  await typed(0, "comment", "planned/agent-stack-plan.md", "--forge", "github", "--pull-request", "12");
  await typed(2, "drift", "acme", ...everyFormat("drifted"), ...TELL);
  await typed(2, "apply", "acme", "--yes", "--plan");
  await Promise.all([
    typed(2, "verify", "acme", "--probe", ...everyFormat("verified")),
    typed(2, "status", "--format", "html"),
    typed(0, "adopt", "acme", "--yes"),
    typed(0, "join", "acme"),
    typed(0, "token", "acme", "--format", "blueprint"),
  ]);
  await typed(0, "repair", "acme", "--yes");
  await echoed("verify", "acme", ...TELL);
  await echoed("adopt", "acme", "--yes");
  await echoed("status", ...TELL);
  configure("initech", httpState(), { renamedFrom: "acme" });
  await typed(0, "move-state", "initech", "--yes");
  const states = [{ where: "state", content: Buffer.from(JSON.stringify([...stateServer.states])) }];
  await started(0, fleet.directory, CDKTF, "deploy", "initech", "beta", "--auto-approve");
  await started(0, join(fleet.directory, "cdktf.out/stacks/initech"), WRAPPER, "plan");
  const wrapped = said.at(-1);
  configure("hooli", { pg: {} });
  await typed(1, "plan", "hooli", "--no-verify");
  configure("hooli", {
    s3: { bucket: "b", key: "k", region: "eu-central-1", endpoint: "http://127.0.0.1:9" },
  });
  await typed(1, "plan", "hooli", "--no-verify");

  const secrets = { ...given, ...(await made()), webhook: SECRET_PATH };
  const posted = forge.comments.map(({ body }) => ({ where: "comment", content: Buffer.from(body) }));
  const notices = chats.flatMap(({ posted: told }) =>
    told.map(({ body }) => ({ where: "notice", content: Buffer.from(body) })),
  );
  const logs = [readFileSync(join(root, "terraform.log"), "utf8"), String(wrapped?.content)];
  expect(ended).toEqual(toEnd);
  expect(logs.map((log) => log.includes("[TRACE]"))).toEqual([true, true]);
  expect(notices.length).toBe(6);
  expect(leaksIn([...said, ...posted, ...notices, ...written()], secrets)).toEqual([]);
  expect(leaksIn(whilePlanned, secrets)).toEqual(
    IN_STATES.map((each) => `cdktf.out/stacks/acme/agent-stack.tfplan: ${each}`),
  );
  expect(leaksIn(states, secrets)).toEqual(IN_STATES.map((each) => `state: ${each}`));
});
