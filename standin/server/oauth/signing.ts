import { createHash, createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import { ApiError } from "../core/errors";
import type { JsonObject, Row } from "../core/json";
import type { Store } from "../core/store";

const signingPair = (provider: Row, store: Store): Row | undefined =>
  store.get("certificate", provider.signing_key);

const keyId = (pair: Row): string => createHash("sha512").update(String(pair.key_data)).digest("base64url");

const CURVES: Record<string, string> = { prime256v1: "ES256", secp384r1: "ES384", secp521r1: "ES512" };

/** authentik fails over a key that cannot sign only when it is asked for what it signs. */
const unable = (): ApiError =>
  new ApiError(500, "<!DOCTYPE html><title>Server error - authentik</title><h1>Server Error</h1>");

function algorithmOf(pair: Row): string {
  if (!pair.key_data) throw unable();
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(String(pair.key_data));
  const algorithm = type === "rsa" ? "RS256" : CURVES[details?.namedCurve ?? ""];
  if (algorithm === undefined) throw unable();
  return algorithm;
}

/**
 * The algorithm the provider signs with.
 *
 * @throws 500 when its key cannot sign: a certificate without a private key, or one that is neither RSA nor EC.
 */
export function signingAlgorithm(provider: Row, store: Store): string {
  const pair = signingPair(provider, store);
  return pair ? algorithmOf(pair) : "HS256";
}

/**
 * Signs the claims with the private key of the pair.
 *
 * @throws 500 when it cannot.
 */
export const signWithPair = async (pair: Row, claims: JsonObject): Promise<string> =>
  new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: algorithmOf(pair), typ: "JWT", kid: keyId(pair) })
    .sign(createPrivateKey(String(pair.key_data)));

/**
 * Signs the claims with the provider's signing key, or its client secret when it has none.
 *
 * @throws 500 when the key cannot sign.
 */
export async function signWith(provider: Row, claims: JsonObject, store: Store): Promise<string> {
  const pair = signingPair(provider, store);
  if (pair) return signWithPair(pair, claims);
  return new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(String(provider.client_secret)));
}

/** The public key of the pair as a JSON Web Key for signatures or encryption, undefined without one. */
export function webKey(pair: Row | undefined, use: "sig" | "enc"): JsonObject | undefined {
  if (!pair?.key_data) return undefined;
  const certificate = new X509Certificate(String(pair.certificate_data));
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest("base64url");
  const { kty, ...numbers } = createPublicKey(createPrivateKey(String(pair.key_data))).export({
    format: "jwk",
  }) as JsonObject;
  return {
    ...(use === "sig" ? { alg: algorithmOf(pair) } : { alg: "RSA-OAEP-256", enc: "A256CBC-HS512" }),
    kid: keyId(pair),
    kty,
    use,
    ...numbers,
    x5c: [certificate.raw.toString("base64")],
    x5t: digest("sha1"),
    "x5t#S256": digest("sha256"),
  };
}

/**
 * The public keys of the provider as a JSON Web Key Set; without any it is empty.
 *
 * @throws 500 when its signing key is of a kind that cannot sign.
 */
export function keySet(provider: Row, store: Store): JsonObject {
  const keys = [
    webKey(store.get("certificate", provider.signing_key), "sig"),
    webKey(store.get("certificate", provider.encryption_key), "enc"),
  ].filter((key) => key !== undefined);
  return keys.length > 0 ? { keys } : {};
}
