import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { durationSeconds } from "../core/duration";
import { ApiError } from "../core/errors";
import { asList, isObject, type Row } from "../core/json";
import type { Api } from "../core/routes";
import type { Store } from "../core/store";
import { DEVICE_CODE } from "../resources/providers";
import { mappingsOf } from "./claims";
import { oauthError } from "./errors";

const CALLS_AN_HOUR = 20;
const HOUR = 3_600_000;
const POLLING_INTERVAL = 5;

/** The fields of a form; of a repeated one the last. */
export const formOf = (request: FastifyRequest): Record<string, string> =>
  isObject(request.body)
    ? Object.fromEntries(
        Object.entries(request.body).map(([name, value]) => [name, String([value].flat().at(-1))]),
      )
    : {};

/** The address the client reached the server by. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;

/** Whether the provider may grant tokens that way; servers from before grant types grant every way. */
export const allowsGrant = (provider: Row, grantType: string): boolean =>
  provider.grant_types === undefined || asList(provider.grant_types).includes(grantType);

/** The scopes asked for that the provider has a mapping for. */
export function grantedScopes(asked: string, provider: Row, store: Store): string[] {
  const known = mappingsOf(provider, store).map(({ scope_name }) => scope_name);
  return [...new Set(asked.split(/\s+/))].filter((scope) => known.includes(scope));
}

/** Lets an address call so often an hour, failures included. */
class Throttle {
  private readonly calls = new Map<string, number[]>();

  admits(address: string, now: number): boolean {
    const recent = (this.calls.get(address) ?? []).filter((time) => time > now - HOUR);
    const admitted = recent.length < CALLS_AN_HOUR;
    this.calls.set(address, admitted ? [...recent, now] : recent);
    return admitted;
  }
}

/** Serves `/application/o/device/`, where a device asks for a code a user then approves. */
export function serveDeviceAuthorization({ app, store, now }: Api): void {
  const throttle = new Throttle();

  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/application/o/device/",
    handler: (request, reply) => {
      if (!throttle.admits(request.ip, now().getTime())) throw oauthError("slow_down", 429);
      if (request.method !== "POST") throw new ApiError(405);
      const { client_id: clientId, scope = "" } = formOf(request);
      const provider = store.find("provider", (row) => row.client_id === clientId);
      const application = provider && store.find("application", (row) => row.provider === provider.pk);
      if (!application || !allowsGrant(provider, DEVICE_CODE)) throw oauthError("invalid_client");
      const seconds = Math.floor(durationSeconds(String(provider.access_code_validity)) ?? 0);
      const code = store.insert("devicecode", {
        pk: randomUUID(),
        provider: provider.pk,
        device_code: randomBytes(64).toString("hex"),
        user_code: String(randomInt(1e9)).padStart(9, "0"),
        scope: grantedScopes(scope, provider, store),
        user: null,
        expires: new Date(now().getTime() + seconds * 1000).toISOString(),
      });
      const page = `${originOf(request)}/device`;
      return reply.header("cache-control", "no-store").send({
        device_code: code.device_code,
        verification_uri: page,
        verification_uri_complete: `${page}?code=${code.user_code}`,
        user_code: code.user_code,
        expires_in: seconds,
        interval: POLLING_INTERVAL,
      });
    },
  });
}
