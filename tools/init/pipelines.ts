import { readFileSync } from "node:fs";
import { join } from "node:path";
import { name as packageName } from "../../package.json";

/** Where a forge's files go, by their names in examples/pipelines. */
export const FORGES: Readonly<Record<string, (name: string) => string>> = {
  github: (name) => `.github/workflows/${name}`,
  gitlab: (name) => (name === ".gitlab-ci.yml" ? name : `.gitlab/${name}`),
  atlantis: (name) => `atlantis/${name}`,
};

/** A forge's pipelines as a repository of one's own needs them, by where they go; none for the forge none. */
export function pipelines(packageFolder: string, forge: string): ReadonlyMap<string, string> {
  const place = FORGES[forge];
  if (!place) return new Map();
  const files = JSON.parse(readFileSync(join(packageFolder, "dist", "pipelines.json"), "utf8"));
  return new Map(
    Object.entries<string>(files[forge]).map(([name, text]) => [place(name), ofOwnRepository(text)]),
  );
}

/** There, agent-stack is a package that is built, and not the repository itself. */
const ofOwnRepository = (text: string) =>
  text
    .replaceAll(
      /(?<![\w/])docs\/([\w-]+)\.md(?:#([\w-]+))?/g,
      (_, page: string, heading?: string) =>
        `node_modules/${packageName}/dist/docs.md#${heading ? `${page}--${heading}` : page}`,
    )
    .replaceAll(/^ +- npm run build\n/gm, "")
    .replaceAll("/opt/agent-stack/dist/", `/opt/agent-stack/node_modules/${packageName}/dist/`);
