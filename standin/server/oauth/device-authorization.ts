import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { durationSeconds } from "../core/duration";
import { ApiError } from "../core/errors";
import { type Api, addressOf } from "../core/routes";
import { DEVICE_CODE } from "../resources/providers";
import { allowsGrant, applicationOf, clientOf, formOf, grantedScopes, originOf } from "./client";
import { oauthError } from "./errors";

const CALLS_AN_HOUR = 20;
const HOUR = 3_600_000;
const POLLING_INTERVAL = 5;

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
      if (!throttle.admits(addressOf(request), now().getTime())) throw oauthError("slow_down", 429);
      if (request.method !== "POST") throw new ApiError(405);
      const { scope = "" } = formOf(request);
      const client = clientOf(request);
      const provider = store.find("provider", (row) => row.client_id === client.id);
      if (!provider || !applicationOf(provider, store) || !allowsGrant(provider, DEVICE_CODE))
        throw oauthError("invalid_client");
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
