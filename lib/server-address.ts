const API_PATH = "/api/v3";

/** The address of authentik itself, in one spelling: without the API's path and without slashes at its end. */
export function plainAddress(given: string): string {
  const { origin, pathname } = new URL(given);
  const path = withoutSlashes(pathname);
  return origin + (path.endsWith(API_PATH) ? withoutSlashes(path.slice(0, -API_PATH.length)) : path);
}

const withoutSlashes = (path: string) => path.replace(/\/+$/, "");

/** The variable that holds the token of an environment: its name in capitals, each other character a `_`. */
export function tokenVariable(environment: string): string {
  return `AUTHENTIK_TOKEN_${environment.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

/** The variable that holds the token of whichever server there is, where there is one only. */
export const ONLY_TOKEN = "AUTHENTIK_TOKEN";
