import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const CHROMIUM = process.env.CHROMIUM ?? "chromium";

export const isChromiumThere = () => spawnSync(CHROMIUM, ["--version"]).error === undefined;

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

export interface Chromium {
  /** The tab's DevTools protocol. */
  readonly send: Send;
  /** Everything the pages wrote to the console or that was refused, emptied by each call. */
  consoleLines(): string[];
  open(url: string): Promise<void>;
  /** What the expression gives in the page. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

/** Starts a headless Chromium with one tab, spoken to over a pipe. */
export async function startChromium(): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), "agent-stack-chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"];
  const child = spawn(CHROMIUM, [...flags, `--user-data-dir=${profile}`, "--remote-debugging-pipe"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const [, , , input, output] = child.stdio as [null, null, null, Writable, Readable];
  const waiting = new Map<
    number,
    (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void
  >();
  const heard = new Map<string, () => void>();
  const lines: string[] = [];
  let buffer = "";
  let last = 0;
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const messages = (buffer + chunk).split("\0");
    buffer = messages.pop() ?? "";
    for (const message of messages.map((each) => JSON.parse(each))) {
      waiting.get(message.id)?.(message);
      heard.get(message.method)?.();
      if (message.method === "Log.entryAdded") lines.push(message.params.entry.text);
      if (message.method === "Runtime.consoleAPICalled") lines.push(JSON.stringify(message.params.args));
    }
  });
  const call = (method: string, params: object, sessionId?: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result, error }) => {
        if (result === undefined) reject(new Error(`${method}: ${error?.message}`));
        else resolve(result);
      });
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  const attached = await call("Target.attachToTarget", { targetId, flatten: true });
  const send: Send = (method, params = {}) => call(method, params, String(attached.sessionId));
  for (const domain of ["Page", "Log", "Runtime"]) await send(`${domain}.enable`);

  return {
    send,
    consoleLines: () => lines.splice(0),
    async open(url) {
      const loaded = new Promise<void>((resolve) => heard.set("Page.loadEventFired", resolve));
      await send("Page.navigate", { url });
      await loaded;
    },
    async evaluate<T>(expression: string): Promise<T> {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value: T }).value;
    },
    async close() {
      await call("Browser.close", {});
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
