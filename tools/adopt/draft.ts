import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { LOCK_FILE } from "../../configuration/provider-lock";
import { tenantsFolder } from "../../configuration/tenant-files";
import type { WrittenEnvironment } from "./written-environment";

/** What else stands beside the configuration's file and belongs to it: tenants' files, and the locks of the provider. */
const BESIDE = [basename(tenantsFolder("")), "locks", LOCK_FILE];

/**
 * Does the work in an environment whose configuration is a copy in which the environment's file is as given, so that the
 * app can be asked what it would make of it.
 *
 * @param configuration path of the configuration's file
 */
export async function withDraft<T>(
  configuration: string,
  written: WrittenEnvironment,
  env: NodeJS.ProcessEnv,
  work: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-draft-"));
  const copy = join(folder, basename(configuration));
  try {
    cpSync(configuration, copy);
    for (const name of BESIDE) {
      const path = join(dirname(configuration), name);
      if (existsSync(path)) cpSync(path, join(folder, name), { recursive: true });
    }
    const changed = written.file === configuration ? copy : join(tenantsFolder(copy), basename(written.file));
    writeFileSync(changed, written.text);
    return await work({ ...env, AGENT_STACK_CONFIG: resolve(copy) });
  } catch (error) {
    // Whoever reads the message knows the file and no copy of it.
    if (error instanceof Error) {
      error.message = error.message
        .replaceAll(copy, configuration)
        .replaceAll(folder, dirname(configuration));
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
