import { arch, platform } from "node:os";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { configurationFile } from "../../configuration/configuration-file";
import { visible } from "../report/escape";
import { lockProviders } from "../terraform/lock-providers";
import { fail } from "./fail";
import { print } from "./print";

interface LockCommandOptions {
  readonly platform?: readonly string[];
  readonly upgrade: boolean;
  readonly mirror?: string;
}

/** For whom a lock is usually written. */
export const USUAL = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"];

/** `agent-stack lock`: which version of the provider all runs use, with its hashes, in files to commit. */
export function lockCommand(): Command {
  return new Command("lock")
    .description("Pin the provider: write versions and hashes into .terraform.lock.hcl, to be committed")
    .option("--upgrade", "choose the newest versions that release and providerVersion accept", false)
    .option("--platform <platform...>", `for these platforms (default: ${USUAL.join(", ")})`)
    .option("--mirror <place>", "folder or https address of a mirror (default: the provider's own registry)")
    .action(async ({ platform: platforms = USUAL, upgrade, mirror }: LockCommandOptions) => {
      try {
        const cwd = process.cwd();
        const lines = await lockProviders({
          cwd,
          env: process.env,
          folder: resolve(cwd, dirname(configurationFile(process.env))),
          platforms: [...new Set([...platforms, ownPlatform()])],
          upgrade,
          mirror: mirror === undefined || mirror.includes("://") ? mirror : resolve(cwd, mirror),
        });
        print(visible(lines.join("\n")));
      } catch (error) {
        fail("lock", error);
      }
    });
}

/** As terraform calls it; without it the next run here would fail. */
export function ownPlatform(): string {
  const names: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", win32: "windows" };
  return [platform(), arch()].map((name) => names[name] ?? name).join("_");
}
