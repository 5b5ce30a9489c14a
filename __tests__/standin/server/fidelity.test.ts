import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { startServer } from "../../../standin/server";
import { Replay, readRecordings } from "./replay";

const FACTS = resolve(__dirname, "../../../../shared/facts");
const FILES = { terraform: "authentik-recordings.jsonl", api: "authentik-api-recordings.jsonl" };

/** Plays every recording of the file against a fresh stand-in and returns what differs, by line. */
async function differences(file: string): Promise<{ lines: number; byLine: Record<string, string[]> }> {
  const recordings = readRecordings(join(FACTS, file));
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
  return { lines: recordings.length, byLine };
}

describe("fidelity to a real authentik", () => {
  if (!existsSync(FACTS)) {
    const reason = `${FACTS}, which holds the recordings, is absent`;
    console.log(`figure: fidelity: skipped, ${reason}`);
    test.skip(`answers as recorded (skipped: ${reason})`, () => undefined);
    return;
  }

  test("answers every recorded call as recorded", async () => {
    // Arrange
    const files = [FILES.terraform, FILES.api];

    // Act
    const [terraform, api] = await Promise.all(files.map(differences));

    // Assert
    const matching = [terraform, api].map(
      (result) => `${(result?.lines ?? 0) - Object.keys(result?.byLine ?? {}).length} of ${result?.lines}`,
    );
    console.log(`figure: fidelity: ${matching.join(" and ")} lines match`);
    expect(terraform).toEqual({ lines: 141, byLine: {} });
    expect(api).toEqual({ lines: 124, byLine: {} });
  });
});
