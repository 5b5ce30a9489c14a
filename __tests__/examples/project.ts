import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** A copy of this project with its dependencies, as a pipeline has it after checkout, `npm ci` and the build, which jest.build.js made. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), "agent-stack-pipeline-"));
  readonly directory = join(this.root, "project");
  /** Programs that stand in front of the machine's own. */
  readonly bin = join(this.root, "bin");

  constructor() {
    mkdirSync(this.directory);
    for (const name of [
      "main.ts",
      "configuration",
      "lib",
      "standin",
      "examples",
      "tools",
      ".gen",
      "package.json",
      "build.mjs",
      "dist",
      "scripts/refuse-old-node.mjs",
      "tsconfig.json",
    ]) {
      cpSync(join(ROOT, name), join(this.directory, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.directory, "node_modules"));
    // The copies share node_modules, and so its cache.
    const cdktf = readFileSync(join(ROOT, "cdktf.json"), "utf8");
    writeFileSync(
      join(this.directory, "cdktf.json"),
      cdktf.replaceAll("node_modules/.cache/agent-stack", ".cache"),
    );
    mkdirSync(this.bin);
    // npm's own npx finds the same two places, in a second instead of no time.
    this.install(
      "npx",
      `program=$1; shift
[ "$program" != agent-stack ] || exec node "${join(this.directory, "dist/agent-stack.js")}" "$@"
exec "${join(ROOT, "node_modules/.bin")}/$program" "$@"`,
    );
    this.reset();
  }

  /** Puts a program on the PATH. */
  install(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`, {
      mode: 0o755,
    });
  }

  /** Back to a checkout of its own: no state, no reports, nothing synthesised. */
  reset(): void {
    for (const left of ["report", "report.md", "reports", "reviewed", "plan.txt", "cdktf.out"]) {
      rmSync(join(this.directory, left), { recursive: true, force: true });
    }
    rmSync(this.state, { force: true });
    this.configure("{}");
  }

  private get state(): string {
    return join(this.root, "production.tfstate");
  }

  /** The settings of the environment `production`, a YAML flow mapping; the backend is a local file unless one is given. */
  configure(settings: string, backend = `backend: { local: { path: "${this.state}" } }`): void {
    this.write(
      "agent-stack.yaml",
      `environments:\n  production: ${settings.replace(/^\{/, `{ ${backend}, `).replace(", }", " }")}\n`,
    );
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.directory, name), content);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
