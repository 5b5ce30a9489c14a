import { createHash, createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import type { JsonObject, Row } from "../core/json";
import type { Store } from "../core/store";

const signingPair = (provider: Row, store: Store): Row | undefined => {
  const pair = store.get("certificate", provider.signing_key);
  return pair?.key_data ? pair : undefined;
};

const keyId = (pair: Row): string => createHash("md5").update(String(pair.key_data)).digest("hex");

type Algorithm = "RS256" | "ES256" | "HS256";

const algorithmOf = (pair: Row | undefined): Algorithm => {
  if (!pair) return "HS256";
  return createPrivateKey(String(pair.key_data)).asymmetricKeyType === "ec" ? "ES256" : "RS256";
};

/** The algorithm the provider signs with. */
export const signingAlgorithm = (provider: Row, store: Store): Algorithm =>
  algorithmOf(signingPair(provider, store));

/** Signs the claims with the private key of the pair. */
export const signWithPair = (pair: Row, claims: JsonObject): Promise<string> =>
  new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: algorithmOf(pair), typ: "JWT", kid: keyId(pair) })
    .sign(createPrivateKey(String(pair.key_data)));

/** Signs the claims with the provider's signing key, or its client secret when it has none. */
export function signWith(provider: Row, claims: JsonObject, store: Store): Promise<string> {
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
  return {
    ...(createPublicKey(createPrivateKey(String(pair.key_data))).export({ format: "jwk" }) as JsonObject),
    ...(use === "sig" ? { alg: algorithmOf(pair) } : { alg: "RSA-OAEP-256", enc: "A256CBC-HS512" }),
    kid: keyId(pair),
    use,
    x5c: [certificate.raw.toString("base64")],
    x5t: digest("sha1"),
    "x5t#S256": digest("sha256"),
  };
}

/** The public keys of the provider as a JSON Web Key Set; without any it is empty. */
export function keySet(provider: Row, store: Store): JsonObject {
  const keys = [
    webKey(store.get("certificate", provider.signing_key), "sig"),
    webKey(store.get("certificate", provider.encryption_key), "enc"),
  ].filter((key) => key !== undefined);
  return keys.length > 0 ? { keys } : {};
}
