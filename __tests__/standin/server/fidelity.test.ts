import { recordingsOf } from "../../../standin/recordings";
import { RECORDED_VERSION } from "../../../standin/server";
import { type Client, startClient } from "./client";
import { Replay } from "./replay";

const FILES = [
  ["authentik-recordings", 141],
  ["authentik-api-recordings", 124],
  ["authentik-uniqueness-recordings", 51],
  ["authentik-deletion-recordings", 54],
  ["signing-key-recordings", 25],
] as const;

type File = (typeof FILES)[number][0];

/** What was done before a call, by its line, and not recorded. */
const UNRECORDED: Partial<Record<File, Record<number, (client: Client) => Promise<unknown>>>> = {
  "signing-key-recordings": { 0: setUpProvider, 22: signWithoutPrivateKey },
};

async function setUpProvider(client: Client) {
  const flow = (kind: string) => client.only(`flows/instances/?slug=default-provider-${kind}`);
  await client.post("providers/oauth2/", {
    name: "keys",
    client_id: "keys",
    client_type: "public",
    authorization_flow: await flow("authorization-implicit-consent"),
    invalidation_flow: await flow("invalidation-flow"),
    grant_types: ["refresh_token"],
    redirect_uris: [],
  });
  await client.post("core/applications/", { name: "keys", slug: "keys", provider: 1 });
}

async function signWithoutPrivateKey(client: Client) {
  const signing_key = await client.only("crypto/certificatekeypairs/?name=key%20rsa");
  await client.patch("providers/oauth2/1/", { signing_key });
}

const counts: string[] = [];
afterAll(() => console.log(`figure: fidelity: ${counts.join(", ")} recorded calls answered as recorded`));

/** Plays every recording of the file against a fresh stand-in and returns what differs, by line. */
async function differences(file: File) {
  const recordings = recordingsOf(file);
  const client = await startClient({ version: RECORDED_VERSION });
  const replay = new Replay(client.server);
  const byLine: Record<string, string[]> = {};
  try {
    for (const [index, recording] of recordings.entries()) {
      await UNRECORDED[file]?.[index]?.(client);
      const found = await replay.play(recording);
      if (found.length > 0) byLine[`${index} ${recording.method} ${recording.path}`] = found;
    }
  } finally {
    await client.server.close();
  }
  counts.push(`${recordings.length - Object.keys(byLine).length} of ${recordings.length}`);
  return { lines: recordings.length, byLine };
}

test.each(FILES)("%s: a real authentik's answers to %d calls", async (file, lines) => {
  expect(await differences(file)).toEqual({ lines, byLine: {} });
});
