import { spawn } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeProtectedHeader } from "jose";
import { enrolDevice, readConfiguration } from "../../demo/agent";
import { approve, authorizeDevice, pollForToken, refresh, type Tokens } from "../../demo/device-login";
import type { Row } from "../../standin/server/core/json";
import { AppProgram } from "../app-program";
import { AgentStackProject } from "./agent-stack-project";
import { Api } from "./api";
import { endOf } from "./ended";
import { everything } from "./everything";
import { openStandIn } from "./target";

jest.setTimeout(180_000);

const PAGE = readFileSync("docs/operations.md", "utf8");
const SCOPES = ["openid", "profile", "email", "offline_access", "goauthentik.io/api"];
const EXAMPLE = "https://id.example.com";
const MOVED = "https://login.example.com";

interface Block {
  readonly language: string;
  readonly text: string;
}

const program = new AppProgram();
const project = new AgentStackProject(program);
const stateFile = join(project.folder, ".standin.json");
const configurationFile = join(project.folder, "agent-stack.yaml");
const configured = () => readFileSync(configurationFile, "utf8");
let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
/** What the pages' variables are set to. */
let variables: Record<string, string>;

beforeAll(async () => {
  await serve();
  variables = { AUTHENTIK_TOKEN_PRODUCTION: target.token };
});
afterAll(async () => {
  await target.close();
  project.remove();
  program.remove();
});

/** Starts the server, at the address that it had, with what a backup has. */
async function serve(backup?: string): Promise<void> {
  const port = target && Number(new URL(target.url).port);
  await target?.close();
  if (backup) copyFileSync(backup, stateFile);
  target = await openStandIn({ stateFile, port });
  api = new Api(target);
}

const movedUrl = () => target.url.replace("127.0.0.1", "localhost");

/** The blocks of the page's section, or of what stands before the first one. */
function blocksOf(title: string): Block[] {
  const section = PAGE.split(/^##? /m).find((each) => each.startsWith(`${title}\n`));
  return [...(section as string).matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)].map(
    ([, indent = "", language = "", text = ""]) => ({
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, "gm"), "").trim(),
    }),
  );
}

/** Titles of the sections that were followed. */
const followed: string[] = [];

/** Does what the section's blocks say, and tells what the commands ended with. */
async function follow(title: string): Promise<string[]> {
  followed.push(title);
  const ended: string[] = [];
  for (const { language, text } of blocksOf(title)) {
    if (language === "yaml") {
      const configuration = text.replace(EXAMPLE, target.url).replace(MOVED, movedUrl());
      writeFileSync(configurationFile, configuration);
      continue;
    }
    for (const command of text.split("\n")) {
      const code = await type(command);
      if (code !== undefined) ended.push(`${command}: ${code}`);
    }
  }
  return ended;
}

/** What the last command printed. */
let said = "";

/** Types a command; where somebody would be asked, they say yes. */
async function type(command: string): Promise<number | null | undefined> {
  const [program, ...words] = command.split(" ") as [string, ...string[]];
  if (program === "export") return undefined;
  const { AUTHENTIK_URL: _, AUTHENTIK_TOKEN: __, ...attached } = target.environment;
  const isAsked = /^(npx agent-stack (apply|adopt)|terraform)/.test(command);
  if (program === "npx") {
    const run = await project.run(
      { ...attached, ...variables },
      ...words.slice(1),
      ...(isAsked ? ["--yes"] : []),
    );
    said = run.stdout + run.stderr;
    return run.code;
  }
  const env = { ...process.env, ...attached, AUTHENTIK_TOKEN: target.token };
  const child = spawn(program, [...words, "-auto-approve"], { cwd: project.folder, env });
  const { code, stdout, stderr } = await endOf(child);
  said = stdout + stderr;
  return code;
}

async function logIn(clientId: string): Promise<Tokens> {
  const code = await authorizeDevice(target.url, clientId, SCOPES);
  await approve(code.verification_uri, code.user_code, "ann");
  return pollForToken(target.url, clientId, code.device_code, code.interval);
}

/** Whether one of the application's published keys signed a token. */
async function isPublished(slug: string, { id_token }: Tokens): Promise<boolean> {
  const answer = await fetch(`${target.url}/application/o/${slug}/jwks/`);
  const { keys } = (await answer.json()) as { keys: { kid: string }[] };
  const { kid } = decodeProtectedHeader(id_token);
  return keys.some((key) => key.kid === kid);
}

const keyOf = async (name: string) => {
  const tokens = await api.list("/endpoints/agents/enrollment_tokens/");
  const uuid = tokens.find((each) => each.name === name)?.token_uuid;
  return String((await api.get(`/endpoints/agents/enrollment_tokens/${uuid}/view_key/`)).key);
};

const PLAN = "npx agent-stack plan production";
const ADOPT = "npx agent-stack adopt production";
const APPLY = "npx agent-stack apply production";
const PROBE = "npx agent-stack verify production --probe";
const VERIFY = "npx agent-stack verify production";
const JOIN = "npx agent-stack join production";

/** Goes the way back to a former configuration, looks, and returns: the next section starts from what this one left. */
async function goBack(former: string, look: () => Promise<unknown>): Promise<void> {
  const now = configured();
  writeFileSync(configurationFile, former);
  expect(await type(APPLY)).toBe(0);
  await look();
  writeFileSync(configurationFile, now);
  expect(await type(APPLY)).toBe(0);
}

/** Commands with what they end with: a plan that has changes with 2. */
const ending = (...runs: readonly (readonly [string, number])[]) => runs.map((run) => run.join(": "));

const renewed = (clientId: string, { refresh_token = "" }: Tokens) =>
  refresh(target.url, clientId, refresh_token);

// What people and devices have from one section to the next, as on the page: each begins with what the one before left.
let tokens: Tokens;
let device: string;

test("the set-up from which the sections start", async () => {
  const { seed } = target.standIn.server;
  seed.group("staff");
  seed.user("ann", ["staff"]);

  expect(await follow("Day to day")).toEqual(ending([APPLY, 0]));

  tokens = await logIn("authentik-cli");
  device = (await enrolDevice(target.url, await keyOf("First laptops"), "1", "laptop-1")).token;
});

test("the signing key is rotated, and who is logged in gets tokens of the new one", async () => {
  const certificate = { common_name: "CLI 2027", subject_alt_name: "", validity_days: 365 };
  await api.post("/crypto/certificatekeypairs/generate/", certificate);
  const former = configured();

  expect(await follow("Rotate the signing key")).toEqual(ending([PLAN, 2], [APPLY, 0], [PROBE, 0]));

  const wasPublished = await isPublished("authentik-cli", tokens);
  tokens = await renewed("authentik-cli", tokens);
  expect([wasPublished, await isPublished("authentik-cli", tokens)]).toEqual([false, true]);
  await goBack(former, async () => {
    expect(await isPublished("authentik-cli", tokens)).toBe(false);
    expect(await isPublished("authentik-cli", await logIn("authentik-cli"))).toBe(true);
  });
});

test("the client id is rotated, and everybody logs in anew as join says", async () => {
  const former = configured();

  expect(await follow("Rotate the client id")).toEqual(ending([PLAN, 2], [APPLY, 0], [JOIN, 0]));

  expect(said).toContain(`ak config setup -a ${target.url} --client-id acme-cli-2027\n`);
  await expect(renewed("authentik-cli", tokens)).rejects.toThrow("invalid_client");
  await goBack(former, async () => {
    await logIn("authentik-cli");
    await expect(logIn("acme-cli-2027")).rejects.toThrow("invalid_client");
  });
  tokens = await logIn("acme-cli-2027");
});

test("the flow is changed, and sessions go on", async () => {
  const former = configured();
  const slugs = async () => (await api.list("/flows/instances/")).map(({ slug }) => slug);
  const before = await slugs();

  expect(await follow("Change the flow")).toEqual(ending([PLAN, 2], [APPLY, 0], [PROBE, 0]));

  tokens = await renewed("acme-cli-2027", tokens);
  expect(await slugs()).toContain("enter-the-code");
  await goBack(former, async () => {
    expect(await type(PROBE)).toBe(0);
    expect(await slugs()).toEqual(before);
  });
});

test("an enrollment token is rotated, and devices stay joined", async () => {
  const key = await keyOf("First laptops");

  expect(await follow("Rotate an enrollment token")).toEqual(
    ending([APPLY, 0], [JOIN, 0], [PLAN, 2], [APPLY, 0]),
  );

  await readConfiguration(target.url, device);
  await expect(enrolDevice(target.url, key, "2", "laptop-2")).rejects.toThrow("HTTP 403");
  await enrolDevice(target.url, await keyOf("Second laptops"), "2", "laptop-2");
});

test("an administrator's token is replaced, and one that is gone is told by its variable", async () => {
  variables.AUTHENTIK_TOKEN_PRODUCTION = "deleted-meanwhile";
  const gone = [
    await type(VERIFY),
    said.includes("authentik refuses AUTHENTIK_TOKEN_PRODUCTION (Token invalid"),
  ];
  const akadmin = await api.find("/core/users/", { username: "akadmin" });
  variables.AUTHENTIK_TOKEN_PRODUCTION = target.standIn.server.seed.token(akadmin as Row);

  expect(await follow("Replace an administrator's token")).toEqual(ending([VERIFY, 0]));

  expect(gone).toEqual([1, true]);
  // What runs terraform needs the token that the stand-in's provider was started with.
  variables.AUTHENTIK_TOKEN_PRODUCTION = target.token;
});

test("a server is restored from a backup, and what came since is made again", async () => {
  const backup = `${stateFile}.backup`;
  copyFileSync(stateFile, backup);
  const third = '- { name: Third laptops, deviceAccessGroup: Laptops, expires: "2031-01-31T12:00:00Z" }';
  writeFileSync(configurationFile, `${configured()}\n      ${third}\n`);
  await type(APPLY);
  const key = await keyOf("Third laptops");
  const late = await logIn("acme-cli-2027");
  await serve(backup);

  expect(await follow("Restore the server from a backup")).toEqual(ending([PLAN, 2], [APPLY, 0], [PROBE, 0]));

  expect(await type(PLAN)).toBe(0);
  expect(await keyOf("Third laptops")).not.toBe(key);
  await expect(renewed("acme-cli-2027", late)).rejects.toThrow("invalid_grant");
  tokens = await renewed("acme-cli-2027", tokens);
});

test("the state is lost, and everything is taken over again as it is", async () => {
  const lose = () => rmSync(join(project.folder, "terraform.production.tfstate"));
  const before = await everything(api);
  lose();

  expect(await follow("Lose the state")).toEqual(ending([ADOPT, 0], [APPLY, 0], [VERIFY, 0]));

  expect(await type(PLAN)).toBe(0);
  expect(await everything(api)).toEqual(before);
  lose();
  for (const command of [ADOPT, APPLY, VERIFY]) expect(await type(command)).toBe(0);
  expect(await everything(api)).toEqual(before);
});

test("a tenant moves to another address", async () => {
  const moving = "terraform -chdir=cdktf.out/stacks/production apply -replace=terraform_data.server_address";

  expect(await follow("Move a tenant")).toEqual(ending([PLAN, 1], [moving, 0], [PLAN, 0], [JOIN, 0]));

  expect(said).toContain(`ak config setup -a ${movedUrl()} --client-id acme-cli-2027\n`);
  const moved = configured();
  for (const configuration of [moved.replace(movedUrl(), target.url), moved]) {
    writeFileSync(configurationFile, configuration);
    expect([await type(PLAN), await type(moving), await type(PLAN)]).toEqual([1, 0, 0]);
  }
});

test("a device is taken out, and nothing is amiss", async () => {
  const known = await api.find("/endpoints/devices/", { name: "laptop-1" });
  await api.delete(`/endpoints/devices/${known.device_uuid}/`);

  expect(await follow("Take a device out")).toEqual(ending([VERIFY, 0]));

  await expect(readConfiguration(target.url, device)).rejects.toThrow("HTTP 403");
  const { token } = await enrolDevice(target.url, await keyOf("Second laptops"), "1", "laptop-1");
  await readConfiguration(target.url, token);
  expect(await type(VERIFY)).toBe(0);
});

test("every section of the page is followed", () => {
  const titles = [...PAGE.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title);

  expect(titles).toEqual(followed.slice(1));
});
