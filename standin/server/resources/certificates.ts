import { createPrivateKey, X509Certificate } from "node:crypto";
import { type Field, text } from "../core/fields";
import { exact, plainTruth } from "../core/filters";
import type { JsonObject, Row } from "../core/json";
import { written } from "../core/moment";
import type { Resource } from "../core/resource";

const readable = (read: () => unknown, complaint: string): string | undefined => {
  try {
    read();
    return undefined;
  } catch {
    return complaint;
  }
};

const fields: Record<string, Field> = {
  name: text({ required: true, unique: "Certificate-Key Pair with this name already exists." }),
  certificate_data: text({
    required: true,
    writeOnly: true,
    check: (pem) => readable(() => new X509Certificate(pem), "Unable to load certificate."),
  }),
  key_data: text({
    blank: true,
    writeOnly: true,
    check: (pem) =>
      readable(() => createPrivateKey(pem), "Unable to load private key (possibly encrypted?)."),
  }),
};

function describe(pair: Row): JsonObject {
  const certificate = new X509Certificate(String(pair.certificate_data));
  return {
    fingerprint_sha256: certificate.fingerprint256.toLowerCase(),
    fingerprint_sha1: certificate.fingerprint.toLowerCase(),
    cert_expiry: written(new Date(certificate.validTo)),
    cert_subject: certificate.subject.split("\n").reverse().join(","),
    private_key_available: pair.key_data !== "",
    key_type: certificate.publicKey.asymmetricKeyType ?? null,
    certificate_download_url: `/api/v3/crypto/certificatekeypairs/${pair.pk}/view_certificate/?download`,
    private_key_download_url: `/api/v3/crypto/certificatekeypairs/${pair.pk}/view_private_key/?download`,
    managed: pair.managed,
  };
}

export const certificates: Resource = {
  path: "crypto/certificatekeypairs",
  table: "certificate",
  model: { app: "authentik_crypto", name: "certificatekeypair", label: "CertificateKeyPair" },
  fields,
  generated: () => ({ managed: null }),
  computed: describe,
  search: ["name"],
  filters: {
    name: exact,
    managed: exact,
    has_key: (name, values, rows, store) => {
      const test = plainTruth(name, values, rows, store);
      return typeof test === "function" && test({ pk: 0, [name]: true })
        ? (pair) => pair.key_data !== ""
        : undefined;
    },
    key_type: (_name, values) => (pair) => values.includes(String(describe(pair).key_type)),
  },
  ordering: ["name"],
};
