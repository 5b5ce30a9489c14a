import type { IncomingMessage, ServerResponse } from "node:http";
import { App, Testing } from "cdktf";
import fc from "fast-check";
import { AgentStack } from "../../lib";
import { matchesOf } from "../../tools/adopt/match";
import { relationsOf } from "../../tools/adopt/relations";
import { listsFor, PartialSightError, sightOf } from "../../tools/adopt/sight";
import { AuthentikClient } from "../../tools/authentik/client";
import { connectionFrom } from "../../tools/authentik/connection";
import { PermittedReader } from "../../tools/authentik/permitted-reader";
import { RequestError } from "../../tools/authentik/request-error";
import { attributeDrift } from "../../tools/drift/event-log";
import { EMPTY_LOCK } from "../../tools/findings/scope-mapping-lock";
import { verifyEnvironment } from "../../tools/findings/verify-environment";
import { repairsOf } from "../../tools/repair/repairs";
import { type ManagedSetUp, managedSetUp } from "../../tools/set-up/stack";
import { wholeSetUp } from "../e2e/whole-set-up";
import { serverOf, type TestServer } from "../tools/authentik/server-of";
import { Deployed } from "../tools/deployed";
import { anyJson, type Mutation, mutated, mutations } from "./mutation";
import { expectRefusal, PATIENCE, Tried, trials } from "./trials";

jest.setTimeout(PATIENCE);

const TOKEN = "AtokenAtokenAtokenAtokenAtokenAtokenAtokenAtoken42";
const HEADER = "AheaderAheaderAheaderAheaderAheaderAheaderAheader9";

interface Answer {
  readonly status: number;
  readonly text: string;
}

const tried = new Tried("answers of authentik's API");
let deployed: Deployed;
let managed: ManagedSetUp;
let fresh: ManagedSetUp;
/** What authentik answers, by method and address. */
const known = new Map<string, Answer>();
let server: TestServer;
let spoil: (asked: string, answer: Answer) => Answer = (_, answer) => answer;
let asked = new Set<string>();

beforeAll(async () => {
  deployed = await Deployed.start(wholeSetUp("e2e"));
  managed = await deployed.managed();
  const stack = new AgentStack(new App(), "e2e", wholeSetUp("e2e"));
  fresh = managedSetUp("e2e", JSON.parse(Testing.synth(stack)), {});
  server = await serverOf((request, response) => void relay(request, response));
});
afterAll(async () => {
  tried.tell();
  await server.close();
  await deployed.stop();
});

/** Answers as the stand-in did the first time, but for what is spoilt. */
async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "" } = request;
  const address = `${method} ${url}`;
  asked.add(address);
  const answer = spoil(address, known.get(address) ?? (await ask(method, url)));
  response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.text);
}

async function ask(method: string, url: string): Promise<Answer> {
  const { url: base, token } = deployed.standIn.server;
  const headers = { authorization: `Bearer ${token}` };
  const answered = await fetch(base + url, { method, headers, redirect: "manual" });
  const answer = { status: answered.status, text: await answered.text() };
  known.set(`${method} ${url}`, answer);
  return answer;
}

function client(): AuthentikClient {
  const connection = connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: TOKEN });
  return new AuthentikClient({ ...connection, headers: { "x-gate": HEADER } });
}

/** What asks the API most, each by the answers it gets. */
const READERS: Readonly<Record<string, () => Promise<unknown>>> = {
  verify: () =>
    verifyEnvironment(client(), managed, { lock: EMPTY_LOCK, now: new Date(), probe: true, accept: true }),
  adopt: async () => {
    const reader = new PermittedReader(client());
    const list = listsFor(reader, await sightOf(client(), fresh));
    const relations = await relationsOf(client(), list, fresh, new Map());
    return [relations, await matchesOf(client(), fresh, relations.ids)];
  },
  repair: () => repairsOf(client(), managed),
  drift: async () => {
    const [brand] = managed.objects.filter(({ type }) => type === "authentik_brand");
    const drifted = {
      address: "authentik_brand.default_brand",
      type: "authentik_brand",
      label: "brand",
      action: "update" as const,
      attributes: [
        {
          name: "flow_device_code",
          before: { kind: "value" as const, json: "2726d0f8-870b-4c42-966f-6859c628334a", text: "flow" },
          after: { kind: "value" as const, json: "", text: "" },
        },
      ],
      consequences: [],
      whose: "the agent's" as const,
      objectId: String(brand?.deployed?.id),
    };
    const [{ attribution } = {}] = await attributeDrift([drifted] as never, client);
    if (attribution?.kind !== "unknown") return attribution;
    // What went wrong is told, and not thrown.
    expect(attribution.reason).not.toMatch(/Cannot read|is not a function|undefined/);
    return attribution;
  },
};

describe.each(Object.entries(READERS))("%s, whatever authentik answers", (_, read) => {
  let addresses: string[];
  beforeAll(async () => {
    spoil = (__, answer) => answer;
    asked = new Set();
    await read();
    addresses = [...asked].sort();
  });

  async function readSpoilt(which: number, change: (answer: Answer) => Answer): Promise<void> {
    const address = addresses[which % addresses.length];
    spoil = (each, answer) => (each === address ? change(answer) : answer);
    let told: unknown;
    const error = await tried.rejectedBy(async () => {
      told = await read();
    });
    const said =
      error === undefined ? JSON.stringify(told) : expectRefusal(error, RequestError, PartialSightError);
    if (error !== undefined) tried.refuse();
    expect(["[object ", TOKEN, HEADER].filter((text) => said.includes(text))).toEqual([]);
  }

  it("a valid answer with changes", () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: 10_000 }), mutations, (which, given) =>
        readSpoilt(which, ({ status, text }) => ({ status, text: spoilt(text, given) })),
      ),
      trials(120),
    ));

  it("any JSON with any status", () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 10_000 }),
        fc.constantFrom(200, 200, 200, 201, 204, 205, 301, 304, 400, 401, 403, 404, 418, 429, 500, 503, 599),
        anyJson,
        (which, status, value) => readSpoilt(which, () => ({ status, text: JSON.stringify(value) })),
      ),
      trials(60),
    ));

  it("anything that repeats what it was sent", () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 10_000 }),
        fc.constantFrom(400, 401, 403, 404, 409, 500),
        fc.constantFrom(
          `Bearer ${TOKEN}`,
          HEADER,
          `{"detail":"${TOKEN} ${HEADER}"}`,
          `["${HEADER}","${TOKEN}"]`,
        ),
        (which, status, text) => readSpoilt(which, () => ({ status, text })),
      ),
      trials(20),
    ));

  it("any text", () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 10_000 }),
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("", "null", "<html>log in</html>", "{", '{"results":[', "\ufeff{}", "NaN", "1e999"),
        ),
        (which, text) => readSpoilt(which, () => ({ status: 200, text })),
      ),
      trials(30),
    ));
});

function spoilt(text: string, given: readonly Mutation[]): string {
  try {
    return JSON.stringify(mutated(JSON.parse(text), given)) ?? "";
  } catch {
    return text;
  }
}
