import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./postgres";

const VERSION = /^VERSION=(\S+)$/m.exec(readFileSync("scripts/install-s3-server.sh", "utf8"))?.[1];
const PROGRAM = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  `agent-stack/versitygw-${VERSION}`,
);

/** Whether a test can start one; in CI there must be one. */
export const HAS_S3 = existsSync(PROGRAM) || process.env.CI === "true";

export const BUCKET = "states";
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: "terraform", AWS_SECRET_ACCESS_KEY: "kept-from-the-logs" };

/** An S3 server of its own, Versity's gateway, with one bucket. */
export class S3 {
  private constructor(
    private readonly directory: string,
    private readonly server: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<S3> {
    if (!existsSync(PROGRAM)) {
      throw new Error(`there is no S3 server, ${PROGRAM}: run scripts/install-s3-server.sh`);
    }
    const directory = mkdtempSync(join(tmpdir(), "agent-stack-s3-"));
    mkdirSync(join(directory, "objects", BUCKET), { recursive: true });
    mkdirSync(join(directory, "metadata"));
    const port = await freePort();
    const options = ["--port", `127.0.0.1:${port}`, "--region", "eu-central-1", "--quiet"];
    const posix = ["posix", "--sidecar", join(directory, "metadata"), join(directory, "objects")];
    const env = {
      PATH: process.env.PATH,
      ROOT_ACCESS_KEY: CREDENTIALS.AWS_ACCESS_KEY_ID,
      ROOT_SECRET_KEY: CREDENTIALS.AWS_SECRET_ACCESS_KEY,
    };
    const server = spawn(PROGRAM, [...options, ...posix], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const started = new S3(directory, server, port);
    for (let tries = 0; !(await started.answers()); tries += 1) {
      if (tries === 300 || server.exitCode !== null) throw new Error(`the S3 server did not start:\n${said}`);
      await wait(50);
    }
    return started;
  }

  /** Where an object is kept on this machine. */
  file(key: string): string {
    return join(this.directory, "objects", BUCKET, key);
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGKILL");
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/`).then(
      () => true,
      () => false,
    );
  }
}
