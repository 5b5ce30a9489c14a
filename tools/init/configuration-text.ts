import { parseDocument, stringify } from "yaml";
import { name } from "../../package.json";

/**
 * The settings that each kind of state asks for. What only the reader can know is null: synthesis names it, with its line,
 * until it is filled in.
 */
export const BACKENDS: Readonly<
  Record<string, (environment: string) => Readonly<Record<string, string | null>>>
> = {
  local: () => ({}),
  s3: (environment) => ({ bucket: null, key: `authentik/${environment}.tfstate`, region: null }),
  gcs: (environment) => ({ bucket: null, prefix: `authentik/${environment}` }),
  azurerm: (environment) => ({
    storageAccountName: null,
    containerName: null,
    key: `authentik/${environment}.tfstate`,
  }),
  http: () => ({ address: null, lockAddress: null, unlockAddress: null }),
  pg: (environment) => ({ schemaName: environment }),
  remote: () => ({ organization: null, workspace: null }),
  cloud: () => ({ organization: null, workspace: null }),
};

/** The first agent-stack.yaml. */
export function configurationText(environment: string, server: string, release: string, backend: string) {
  const state = BACKENDS[backend]?.(environment);
  const text = stringify(
    {
      environments: { [environment]: { ...(server && { server }), release, backend: { [backend]: state } } },
    },
    { nullStr: "" },
  );
  return `# yaml-language-server: $schema=./node_modules/${name}/agent-stack.schema.json
#
# One entry per authentik server. What is left out has the value that authentik's documentation gives it.
# No credentials here: they come from the environment. All settings: node_modules/${name}/dist/docs.md#configuration

${text.replaceAll(/ +$/gm, "")}`;
}

/** A configuration with the first environment's state kept elsewhere; the rest stays, however it was written. */
export function withBackend(text: string, environment: string, backend: string): string {
  const document = parseDocument(text);
  document.setIn(
    ["environments", environment, "backend"],
    document.createNode({ [backend]: BACKENDS[backend]?.(environment) }),
  );
  return document.toString({ lineWidth: 0, nullStr: "" }).replaceAll(/ +$/gm, "");
}

/** The settings of a kind of state that are left for the reader to fill in. */
export const openSettings = (backend: string) =>
  Object.entries(BACKENDS[backend]?.("") ?? {}).flatMap(([key, value]) => (value === null ? [key] : []));
