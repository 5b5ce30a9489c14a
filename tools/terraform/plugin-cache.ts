import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Whether terraform or OpenTofu keeps providers in a cache: by TF_PLUGIN_CACHE_DIR or a file of its own configuration.
 *
 * @param cwd - Where terraform runs
 */
export function hasPluginCache(env: NodeJS.ProcessEnv, cwd: string): boolean {
  return Boolean(env.TF_PLUGIN_CACHE_DIR) || configurationFiles(env, cwd).some(namesCache);
}

/** A word in a comment is taken for the setting, too: all that it costs is time. */
function namesCache(file: string): boolean {
  try {
    return readFileSync(file, "utf8").includes("plugin_cache_dir");
  } catch {
    return false;
  }
}

/** The files that are read, in any of the places on any system. */
function configurationFiles(env: NodeJS.ProcessEnv, cwd: string): string[] {
  const given = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (given) return [resolve(cwd, given)];
  const homes = [env.HOME, env.APPDATA].filter((home) => home !== undefined);
  const folders = [
    ...homes.flatMap((home) => [join(home, ".terraform.d"), join(home, "terraform.d")]),
    ...homes.map((home) => join(env.XDG_CONFIG_HOME || join(home, ".config"), "opentofu")),
  ];
  return [
    ...homes.flatMap((home) =>
      [".terraformrc", "terraform.rc", ".tofurc", "tofu.rc"].map((name) => join(home, name)),
    ),
    ...folders.flatMap(filesIn),
  ];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /tofurc$|\.tfrc(\.json)?$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
