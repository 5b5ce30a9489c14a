import { createInterface } from "node:readline/promises";
import { fitted } from "../report/wrap";
import { textWidth } from "./text-width";

/** Asks on the terminal; no where nobody can be asked, or nothing is answered. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  return /^y(es)?$/i.test(((await ask(question)) ?? "").trim());
}

async function ask(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  // The terminal hands Ctrl-C to whoever reads from it.
  terminal.on("SIGINT", () => {
    process.stdout.write("\n");
    process.emit("SIGINT");
  });
  terminal.on("close", () => left.abort());
  try {
    return await terminal.question(`${fitted(question.trimEnd(), textWidth())} `, left);
  } catch (error) {
    if (left.signal.aborted) return undefined;
    throw error;
  } finally {
    terminal.close();
  }
}
