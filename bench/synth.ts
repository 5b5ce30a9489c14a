import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROUNDS = Number(process.argv[2] ?? 7);
const SIZES = [1, 10, 50, 200];

const directory = mkdtempSync(join(tmpdir(), "agent-stack-bench-"));
const { app } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { app: string };

/** Whole processes, as people wait for them: the interpreter's start, the bundling, the files written. */
function measured(command: string, args: readonly string[], env: Record<string, string> = {}): number {
  const start = performance.now();
  execFileSync(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - start;
}

function synthesised(size: number): number {
  const file = join(directory, `${size}.yaml`);
  const environments = Array.from(
    { length: size },
    (_, index) => `  environment-${index}: {server: "https://id-${index}.example.com"}\n`,
  );
  writeFileSync(file, `environments:\n${environments.join("")}`);
  return measured("sh", ["-c", app], {
    AGENT_STACK_CONFIG: file,
    CDKTF_OUTDIR: join(directory, `out-${size}`),
  });
}

const floor = () => measured(process.execPath, ["-e", 'require("cdktf")']);

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

try {
  // In turns, so that whatever else the machine does meets all of them alike.
  const rounds = Array.from({ length: ROUNDS }, () => ({
    floor: floor(),
    bySize: SIZES.map((size) => synthesised(size)),
  }));
  const floorTime = median(rounds.map((round) => round.floor));
  const times = SIZES.map((_, index) => median(rounds.map(({ bySize }) => bySize[index] as number)));
  const [first = 0] = times;
  console.log(`medians of ${ROUNDS} rounds, whole processes`);
  console.table({
    'floor: node -e require("cdktf")': { ms: Math.round(floorTime), "of the floor": 1 },
    ...Object.fromEntries(
      SIZES.map((size, index) => {
        const time = times[index] as number;
        return [
          `app, ${size} environment${size === 1 ? "" : "s"}`,
          {
            ms: Math.round(time),
            "of the floor": Number((time / floorTime).toFixed(1)),
            "ms per further environment": size === 1 ? "" : Number(((time - first) / (size - 1)).toFixed(1)),
          },
        ];
      }),
    ),
  });
} finally {
  rmSync(directory, { recursive: true });
}
