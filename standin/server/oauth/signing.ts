import { createHash, createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import type { JsonObject, Row } from "../core/json";
import type { Store } from "../core/store";

const signingPair = (provider: Row, store: Store): Row | undefined => {
  const pair = store.get("certificate", provider.signing_key);
  return pair?.key_data ? pair : undefined;
};

const keyId = (pair: Row): string => createHash("md5").update(String(pair.key_data)).digest("hex");

/** The algorithm the provider signs with. */
export function algorithmOf(provider: Row, store: Store): "RS256" | "ES256" | "HS256" {
  const pair = signingPair(provider, store);
  if (!pair) return "HS256";
  return createPrivateKey(String(pair.key_data)).asymmetricKeyType === "ec" ? "ES256" : "RS256";
}

/** Signs the claims with the provider's signing key, or its client secret when it has none. */
export async function signWith(provider: Row, claims: JsonObject, store: Store): Promise<string> {
  const pair = signingPair(provider, store);
  const alg = algorithmOf(provider, store);
  const token = new SignJWT(claims as JWTPayload);
  return pair
    ? token
        .setProtectedHeader({ alg, typ: "JWT", kid: keyId(pair) })
        .sign(createPrivateKey(String(pair.key_data)))
    : token
        .setProtectedHeader({ alg, typ: "JWT" })
        .sign(new TextEncoder().encode(String(provider.client_secret)));
}

/** The public keys of the provider as a JSON Web Key Set; without any it is empty. */
export function keySet(provider: Row, store: Store): JsonObject {
  const pair = signingPair(provider, store);
  if (!pair) return {};
  const certificate = new X509Certificate(String(pair.certificate_data));
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest("base64url");
  return {
    keys: [
      {
        ...(createPublicKey(createPrivateKey(String(pair.key_data))).export({ format: "jwk" }) as JsonObject),
        alg: algorithmOf(provider, store),
        kid: keyId(pair),
        use: "sig",
        x5c: [certificate.raw.toString("base64")],
        x5t: digest("sha1"),
        "x5t#S256": digest("sha256"),
      },
    ],
  };
}
