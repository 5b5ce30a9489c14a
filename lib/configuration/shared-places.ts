import { posix } from "node:path";
import { quoted } from "./credential-shapes";
import type { EnvironmentDraft } from "./environment-rules";
import type { Mistake } from "./mistake";
import { stateBackend } from "./schema";
import { defaultAt } from "./schema-walk";

/** Environments that would write to one another's files or state, and so destroy what the other set up. */
export function sharedPlaceMistakes(environments: Readonly<Record<string, EnvironmentDraft>>): Mistake[] {
  const names = Object.keys(environments);
  return [
    ...collisions(
      names,
      (name) => name.toLowerCase(),
      (name, first) => ({
        path: ["environments", name],
        message: `differs from ${quoted(first)} only in upper and lower case, which not every file system tells apart: rename one of them`,
      }),
    ),
    ...collisions(
      names,
      (name) => statePlace(name, environments[name] ?? {}),
      (name, first) => ({
        path: ["environments", name],
        message: `keeps its state where ${quoted(first)} keeps its own, so that each would destroy what the other set up: give its backend a place of its own`,
      }),
    ),
  ];
}

/** Environments whose names are taken: the framework keeps stacks as properties of an object. */
export function reservedNameMistakes(names: readonly string[]): Mistake[] {
  const reserved = names.filter((name) => name in {});
  return reserved.map((name) => ({
    path: ["environments", name],
    message: "is the name of a property that every JavaScript object has: rename it",
  }));
}

function collisions(
  names: readonly string[],
  place: (name: string) => string | undefined,
  mistake: (name: string, first: string) => Mistake,
): Mistake[] {
  const firstAt = new Map<string, string>();
  return names.flatMap((name) => {
    const key = place(name);
    const first = key === undefined ? undefined : firstAt.get(key);
    if (key !== undefined && first === undefined) firstAt.set(key, name);
    return first === undefined ? [] : [mistake(name, first)];
  });
}

/** What identifies the state among all states; undefined where the backend is not given completely. */
function statePlace(environment: string, { backend }: EnvironmentDraft): string | undefined {
  const { s3, gcs, azurerm, http } = backend ?? {};
  const workspace = backend?.cloud ?? backend?.remote;
  if (s3) return placeOf("s3", s3.endpoint ?? "", s3.bucket, s3.key);
  if (gcs) return placeOf("gcs", gcs.bucket, gcs.prefix ?? "");
  if (azurerm) return placeOf("azurerm", azurerm.storageAccountName, azurerm.containerName, azurerm.key);
  if (http) return placeOf("http", http.address);
  if (backend && "pg" in backend)
    return placeOf("pg", backend.pg?.schemaName ?? defaultOf("pg", "schemaName"));
  if (workspace) {
    return placeOf(
      "workspace",
      workspace.hostname ?? defaultOf("cloud", "hostname"),
      workspace.organization,
      workspace.workspace,
    );
  }
  return placeOf("local", posix.normalize(backend?.local?.path ?? `terraform.${environment}.tfstate`));
}

const defaultOf = (kind: string, setting: string) => String(defaultAt(stateBackend, [kind, setting]));

function placeOf(kind: string, ...parts: readonly (string | null | undefined)[]): string | undefined {
  return parts.some((part) => typeof part !== "string") ? undefined : JSON.stringify([kind, ...parts]);
}
