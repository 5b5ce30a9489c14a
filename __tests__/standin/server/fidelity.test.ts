import { recordingsOf } from "../../../standin/recordings";
import { startServer } from "../../../standin/server";
import { Replay } from "./replay";

const FILES = [
  ["authentik-recordings", 141],
  ["authentik-api-recordings", 124],
] as const;

const counts: string[] = [];
afterAll(() => console.log(`figure: fidelity: ${counts.join(", ")} recorded calls answered as recorded`));

/** Plays every recording of the file against a fresh stand-in and returns what differs, by line. */
async function differences(file: (typeof FILES)[number][0]) {
  const recordings = recordingsOf(file);
  const server = await startServer();
  const replay = new Replay(server);
  const byLine: Record<string, string[]> = {};
  try {
    for (const [index, recording] of recordings.entries()) {
      const found = await replay.play(recording);
      if (found.length > 0) byLine[`${index} ${recording.method} ${recording.path}`] = found;
    }
  } finally {
    await server.close();
  }
  counts.push(`${recordings.length - Object.keys(byLine).length} of ${recordings.length}`);
  return { lines: recordings.length, byLine };
}

test.each(FILES)("%s: a real authentik's answers to %d calls", async (file, lines) => {
  expect(await differences(file)).toEqual({ lines, byLine: {} });
});
