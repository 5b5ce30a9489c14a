import { createRequire } from "node:module";

const fromHere = createRequire(__filename);

/** What an app is written with: cdktf, or the community's successor of it. */
const FRAMEWORKS = ["cdktf", "cdktn"];

/**
 * What the package's library has for `cdktf`: the one of the two that the app has. The package is built with this in place of it.
 *
 * @throws Error where neither is installed
 */
export function framework(): unknown {
  const installed = FRAMEWORKS.filter((name) => pathOf(name) !== undefined);
  const loaded = installed.filter((name) => (pathOf(name) as string) in fromHere.cache);
  // Where both are installed and the app has imported one already, that is its own.
  const [name] = loaded.length === 1 ? loaded : installed;
  if (name === undefined) {
    throw new Error(
      "neither cdktf nor cdktn is installed, and constructs are made with one of them: npm install cdktf constructs, or npm install cdktn constructs",
    );
  }
  return fromHere(name);
}

function pathOf(name: string): string | undefined {
  try {
    return fromHere.resolve(name);
  } catch {
    return undefined;
  }
}
