import { Browser } from "../../../demo/browser";
import { type Recording, recordingsOf } from "../../../standin/recordings";
import { AgentWorld } from "./agent-world";
import { differences } from "./shape";

const RECORDINGS = recordingsOf("agent-client-recordings");
const RECORDED_ORIGIN = "http://127.0.0.1:9000";
const CONNECTORS = "/api/v3/endpoints/agents/connectors";

/**
 * What had happened before a call, by its line. The client's own calls and the variations of them are from several days
 * with other tokens and set-ups, of which the recordings tell nothing; this is what must be so for the recorded answer.
 */
const BEFORE: Readonly<Record<number, (world: AgentWorld) => Promise<unknown>>> = {
  2: (world) => world.logInBrowser("one-user"),
  // Another deployment's client id, which this server does not know.
  19: async (world) => {
    world.basicClient = "someones-cli";
  },
  20: async (world) => {
    world.basicClient = "agent-cli";
    world.refreshToken = "used";
  },
  21: async (world) => {
    await world.logIn();
    await world.setProvider({ access_token_validity: "seconds=20" });
  },
  22: async (world) => {
    await world.setProvider({ access_token_validity: "minutes=30" });
    await world.addFederated();
    await world.logIn();
  },
  23: async (world) => {
    const authorization_flow = await world.client.only(
      "flows/instances/?slug=default-provider-authorization-implicit-consent",
    );
    const challenge_key = await world.client.only("crypto/certificatekeypairs/");
    await world.setConnector({ refresh_interval: "minutes=1", authorization_flow, challenge_key });
  },
  24: (world) => world.setConnector({ enabled: false }),
  27: (world) => world.setConnector({ enabled: true }),
  30: (world) => world.enrol("c1"),
  45: (world) => world.logIn(),
  54: async (world) => {
    world.deviceCode = "used";
  },
  57: async (world) => {
    world.browser = new Browser();
  },
  59: (world) => world.setProvider({ refresh_token_threshold: "days=1" }),
  60: async (world) => {
    await world.enrol("d9");
    await world.useEnrollmentToken("without a group", null);
    await world.enrol("ng");
  },
  62: (world) => world.setConnector({ enabled: false }),
  65: async (world) => {
    await world.shutOut();
    await world.logInBrowser("one-user");
    await world.waitForDevice();
  },
  // Without a token of its own; the recordings do not tell what became of it.
  66: async (world) => {
    world.deviceToken = "";
  },
};

/** Lists were recorded without some of their results, and with more users than are here. */
const isUserList = ({ path, status }: Recording) => path.startsWith("/api/v3/core/users/?") && status === 200;

function listed(body: unknown, recorded: unknown): unknown {
  const { results, ...rest } = body as { results: { username: string }[] };
  const names = (recorded as typeof body as { results: { username: string }[] }).results.map(nameOf);
  const kept = names.flatMap((name) => results.filter((user) => nameOf(user) === name));
  return { ...rest, results: kept };
}

const nameOf = ({ username }: { username: string }) => username.replace(/[0-9a-f]{32}$/, "");

/** One answer was recorded as its first 200 letters. */
const isCut = (recorded: unknown): recorded is string =>
  typeof recorded === "string" && recorded.startsWith("{");

function startsAlike(recorded: string, ours: unknown): boolean {
  const beginning = recorded.slice(0, recorded.indexOf('"kid"')).replace(UUID, "id");
  return JSON.stringify(ours).replace(UUID, "id").startsWith(beginning);
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

async function answered(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return null;
  return response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : "html";
}

describe("the real agent's requests", () => {
  let world: AgentWorld;
  const byLine = new Map<string, string[]>();
  beforeAll(async () => {
    world = await AgentWorld.start();
    for (const [line, recording] of RECORDINGS.entries()) {
      await BEFORE[line]?.(world);
      byLine.set(`${line} ${recording.method} ${recording.path}`, await play(recording));
    }
  });
  afterAll(() => world.client.server.close());

  const named = (text: string): string =>
    text
      .replace(RECORDED_ORIGIN, world.client.server.url)
      .replace(/code=\d+/, `code=${world.userCode}`)
      .replace(/^(ak-outpost-)[0-9a-f]{32}$/, "$1***")
      .replace(/^ak-managed-role--user-\d+$/, "ak-managed-role--user-***");

  async function play(recording: Recording): Promise<string[]> {
    const response = await world.send(recording);
    const body = await answered(response);
    world.remember(body ?? {});
    if (recording.path === `${CONNECTORS}/enroll/` && response.ok)
      world.deviceToken = (body as { token: string }).token;
    const found = [];
    if (response.status !== recording.status)
      found.push(`status ${response.status} instead of ${recording.status}: ${JSON.stringify(body)}`);
    const location = response.headers.get("location")?.replaceAll(world.userCode || "none", "***");
    if (location !== recording.location) found.push(`to ${location} instead of ${recording.location}`);
    const { response: recorded } = recording;
    if (isCut(recorded)) return [...found, ...(startsAlike(recorded, body) ? [] : ["it begins otherwise"])];
    const ours = isUserList(recording) ? listed(body, recorded) : body;
    return [...found, ...differences(recorded, ours, named)];
  }

  test("are 69, all of which were played", () => {
    expect(byLine.size).toBe(69);
  });

  test("are answered as recorded, but for the values of an installation", () => {
    console.log(
      `figure: the real agent: ${[...byLine.values()].filter((found) => found.length === 0).length} of ${byLine.size} requests answered as recorded`,
    );
    expect(Object.fromEntries([...byLine].filter(([, found]) => found.length > 0))).toEqual({});
  });
});
