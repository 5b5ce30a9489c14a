import type { Grant } from "../../standin/server";
import { COLLECTIONS, enrollmentToken } from "../../tools/objects";

/** Permissions, as Django names them, as the stand-in grants them. @throws Error for one that it does not know */
export function grantsOf(permissions: readonly string[]): Grant[] {
  return permissions.map(grantOf);
}

function grantOf(permission: string): Grant {
  if (permission === "authentik_endpoints_connectors_agent.view_enrollment_token_key") {
    return { may: "view key", path: pathOf(enrollmentToken.api.path) };
  }
  for (const may of ["view", "add", "change", "delete"] as const) {
    const found = COLLECTIONS.find(({ app, model }) => `${app}.${may}_${model}` === permission);
    if (found) return { may, path: pathOf(found.path) };
  }
  throw new Error(`the stand-in has no permission ${permission}`);
}

const pathOf = (path: string): string => path.replace(/^\/|\/$/g, "");
