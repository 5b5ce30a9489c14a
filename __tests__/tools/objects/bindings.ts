import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const BINDINGS = join(__dirname, "..", "..", "..", ".gen", "providers", "authentik");

/** Terraform's types of which there are bindings, by whether they are resources or data sources, with their attributes. */
export const BOUND = { resources: types(false), dataSources: types(true) };

function types(areDataSources: boolean): ReadonlyMap<string, readonly string[]> {
  const prefix = "data-authentik-";
  const folders = readdirSync(BINDINGS).filter(
    (name) => !name.endsWith(".ts") && name !== "provider" && name.startsWith(prefix) === areDataSources,
  );
  return new Map(
    folders.map((folder) => [
      `authentik_${folder.replace(prefix, "").replaceAll("-", "_")}`,
      attributesIn(readFileSync(join(BINDINGS, folder, "index.ts"), "utf8")),
    ]),
  );
}

/** What the class of a binding gives of itself. */
function attributesIn(source: string): readonly string[] {
  const getters = source.matchAll(
    /return this\.(?:get\w*Attribute|interpolationForAttribute)\('([a-z0-9_]+)'\)/g,
  );
  const members = source.matchAll(/= new (?:cdktf\.)?\w+\(this, ["']([a-z0-9_]+)["']/g);
  return [...new Set([...getters, ...members].map(([, name]) => name as string))].sort();
}
