import type { ChildProcess } from "node:child_process";
import type { Run } from "./deployment";

/** What a program that has ended printed, and its exit code where it was not killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function endOf(child: ChildProcess): Promise<Ended> {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...printed }));
  });
}

/** The same of a program that nobody kills: to be killed is to fail. */
export async function runOf(child: ChildProcess): Promise<Run> {
  const { code, ...printed } = await endOf(child);
  return { code: code ?? 1, ...printed };
}
