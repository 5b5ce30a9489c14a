import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { emptyBrand, Someone } from "../demo/someone";
import { makeWorkspace } from "../demo/workspace";
import { launchStandIn } from "../standin/launch";

const RECORDINGS = resolve("docs/public/recordings");
const SHOWN_ADDRESS = "https://id.example.com";

const CONFIGURATION = `environments:
  production:
    cli:
      access: [{ group: authentik Admins }]
`;

/** Records with asciinema what plan, drift and adopt show in a terminal, against the stand-in. */
async function main(): Promise<void> {
  const workspace = makeWorkspace();
  const standIn = await launchStandIn();
  const { url, token } = standIn.server;
  const programs = join(workspace.directory, "programs");
  const { NO_COLOR: _, AGENT_STACK_CONFIG: __, ...inherited } = process.env;
  const environment = {
    ...{ ...inherited, ...standIn.environment, TERM: "xterm-256color", COLUMNS: "80" },
    PATH: `${programs}:${process.env.PATH}`,
  };

  const run = (program: string, ...args: string[]) =>
    new Promise<void>((done, failed) => {
      const child = spawn(program, args, { cwd: workspace.directory, env: environment, stdio: "inherit" });
      child.on("error", failed);
      child.on("close", () => done());
    });
  const record = async (name: string, command: string) => {
    const file = join(RECORDINGS, `${name}.cast`);
    const shown = `printf '\\033[1m$ ${command}\\033[0m\\n'; sleep 1; ${command.replace(/^npx /, "")}; sleep 2`;
    const size = ["--cols", "80", "--rows", "30", "--idle-time-limit", "1"];
    await run("asciinema", "rec", "--quiet", "--overwrite", ...size, "--env", "", "--command", shown, file);
    const [header = "", ...events] = readFileSync(file, "utf8").split("\n");
    const { version, width, height } = JSON.parse(header);
    const kept = { version, width, height, idle_time_limit: 1, title: command };
    writeFileSync(file, [JSON.stringify(kept), ...events].join("\n").replaceAll(url, SHOWN_ADDRESS));
  };

  try {
    mkdirSync(RECORDINGS, { recursive: true });
    mkdirSync(programs);
    const launcher = join(programs, "agent-stack");
    writeFileSync(
      launcher,
      `#!/bin/sh\nexec "${process.execPath}" "${resolve("dist/agent-stack.js")}" "$@"\n`,
    );
    chmodSync(launcher, 0o755);
    writeFileSync(join(workspace.directory, "agent-stack.yaml"), CONFIGURATION);

    await record("plan", "npx agent-stack plan production");
    await run("agent-stack", "apply", "production", "--yes");
    await emptyBrand(new Someone(url, token));
    await record("drift", "npx agent-stack drift production");
    await run("agent-stack", "apply", "production", "--yes");
    for (const file of readdirSync(workspace.directory)) {
      if (file.includes(".tfstate")) rmSync(join(workspace.directory, file));
    }
    await record("adopt", "npx agent-stack adopt production --yes");
  } finally {
    await standIn.close();
    workspace.remove();
  }
}

if (spawnSync("asciinema", ["--version"]).error) {
  console.error("there is no asciinema: install it (https://docs.asciinema.org), then run npm run record");
  process.exitCode = 1;
} else {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
