import { posix } from "node:path";
import type { StackDraft } from "./agent-stack";
import { quoted } from "./credential-shapes";
import { defaultAt } from "./schema-walk";
import { stateBackend } from "./state-backend";

/** A place that no two stacks of an app may share. */
export interface Place {
  /** What identifies the place; undefined where it cannot be told. */
  of(name: string, backend: StackDraft["backend"]): string | undefined;
  message(first: string): string;
}

/** Where stacks would write to one another's files or state, and so destroy what the other set up. */
export const PLACES: readonly Place[] = [
  {
    of: (name) => name.toLowerCase(),
    message: (first) =>
      `differs from ${quoted(first)} only in upper and lower case, which not every file system tells apart: rename one of them`,
  },
  {
    of: statePlace,
    message: (first) =>
      `keeps its state where ${quoted(first)} keeps its own, so that each would destroy what the other set up: give its backend a place of its own`,
  },
];

/** What identifies the state among all states; undefined where the backend is not given completely. */
function statePlace(name: string, backend: StackDraft["backend"]): string | undefined {
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
  return placeOf("local", posix.normalize(backend?.local?.path ?? `terraform.${name}.tfstate`));
}

const defaultOf = (kind: string, setting: string) => String(defaultAt(stateBackend, [kind, setting]));

function placeOf(kind: string, ...parts: readonly (string | null | undefined)[]): string | undefined {
  return parts.some((part) => typeof part !== "string") ? undefined : JSON.stringify([kind, ...parts]);
}
