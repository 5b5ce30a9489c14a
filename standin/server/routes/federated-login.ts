import { letsIn } from "../core/access";
import { credentials, isExpired } from "../core/authentication";
import { durationSeconds } from "../core/duration";
import { authenticationFailed, invalid } from "../core/errors";
import { asList, isObject, type Json, type Row } from "../core/json";
import { type Api, queryOf, serveAction } from "../core/routes";
import { signWithPair } from "../oauth/signing";
import { CONNECTORS } from "./agents";
import { serverPair } from "./server-pair";

/** The host keys of a device as its last check-in told them. */
function hostKeys({ facts }: Row): Json[] {
  const vendor =
    isObject(facts) && isObject(facts.vendor) ? facts.vendor["goauthentik.io/platform"] : undefined;
  return isObject(vendor) ? asList(vendor.ssh_host_keys) : [];
}

/** Serves the login on a device with a token of the command line. */
export function serveFederatedLogin({ app, store, now }: Api): void {
  /** The user and the device, when a connector of the device trusts the provider that issued the token. */
  function authenticated(key: string | undefined, name: string | null) {
    const device = store.find("device", (row) => row.name === name || hostKeys(row).includes(name));
    const token = store.find("accesstoken", (row) => row.token === key && !isExpired(row, now()));
    const user = store.get("user", token?.user);
    const connector = store
      .filter("devicetoken", (row) => row.device === device?.pk)
      .flatMap((row) => store.get("connector", row.connector) ?? [])
      .find(
        ({ enabled, jwt_federation_providers }) =>
          enabled === true && asList(jwt_federation_providers).includes(token?.provider),
      );
    return device && user && connector ? { device, user, connector } : undefined;
  }

  serveAction(app, "POST", `${CONNECTORS}/auth_fed/`, async (request) => {
    const key = credentials(request.headers.authorization);
    const login = authenticated(key, queryOf(request).get("device"));
    if (!login) throw authenticationFailed("Authentication credentials were not provided.");
    const { device, user, connector } = login;
    const group = store.get("deviceaccessgroup", device.access_group);
    if (!(group && letsIn(group, user, store, false)) && !letsIn(device, user, store, false))
      throw invalid({ policy_result: "Policy denied access", policy_messages: [] });
    const seconds = durationSeconds(String(connector.auth_session_duration)) ?? 0;
    const issuedAt = Math.floor(now().getTime() / 1000);
    const claims = {
      iss: "goauthentik.io/platform",
      aud: device.pk,
      iat: issuedAt,
      exp: issuedAt + seconds,
      preferred_username: user.username,
    };
    // Whole seconds that are left by the time of the answer.
    return { token: await signWithPair(await serverPair(store), claims), expires_in: seconds - 1 };
  });
}
