import { fieldsOf } from "../core/body";
import type { Request } from "../core/http";
import { asList, type Row } from "../core/json";
import { hostOf } from "../core/routes";
import type { Store } from "../core/store";
import { mappingsOf } from "./claims";

/** The fields of a form; of a repeated one the last. */
export const formOf = (request: Request): Record<string, string> => fieldsOf(request) ?? {};

/** The address the client reached the server by. */
export const originOf = (request: Request): string => `http://${hostOf(request)}`;

/** The client a request says it comes from, in its header or else in its form. */
export function clientOf(request: Request): { id?: string; secret?: string } {
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() === "basic" && encoded) {
    const [id, ...secret] = Buffer.from(encoded, "base64").toString().split(":");
    return { id, secret: secret.join(":") };
  }
  const { client_id: id, client_secret: secret } = formOf(request);
  return { id, secret };
}

/** Whether the provider may grant tokens that way; servers from before grant types grant every way. */
export const allowsGrant = (provider: Row, grantType: string): boolean =>
  provider.grant_types === undefined || asList(provider.grant_types).includes(grantType);

/** The scopes asked for that the provider has a mapping for. */
export function grantedScopes(asked: string, provider: Row, store: Store): string[] {
  const known = mappingsOf(provider, store).map(({ scope_name }) => scope_name);
  return [...new Set(asked.split(/\s+/))].filter((scope) => known.includes(scope));
}

/** The application that a provider serves. */
export const applicationOf = (provider: Row | undefined, store: Store): Row | undefined =>
  provider && store.find("application", (row) => row.provider === provider.pk);
