import { spawn } from "node:child_process";

export interface Run {
  readonly code: number;
  /** Standard output and error as they came. */
  readonly output: string;
}

/** Runs a script without blocking, so that doubles in this process can answer it. */
export function shell(
  command: readonly [string, ...string[]],
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Run> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env: { PATH, HOME, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const add = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
