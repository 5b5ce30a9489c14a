import { computed, optional, optionalComputed, required } from "../schema/attribute";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";
import { printedTime } from "./time";

export const certificateKeyPair: DataSource = {
  attributes: {
    id: computed("string"),
    name: required("string"),
    fetch_certificate: optional("bool", { default: true }),
    certificate_data: computed("string"),
    expiry: computed("string"),
    subject: computed("string"),
    fingerprint1: computed("string"),
    fingerprint256: computed("string"),
    fetch_key: optional("bool", { default: true }),
    key_data: optionalComputed("string", { sensitive: true }),
  },
  async read({ crypto }, data) {
    const found = await crypto.cryptoCertificatekeypairsList({ name: data.optionalString("name") });
    // The real provider says "groups" too.
    const pair = firstMatch(found, "No matching groups found");
    const kpUuid = pair.pk;
    const certificate = data.bool("fetch_certificate")
      ? await crypto.cryptoCertificatekeypairsViewCertificateRetrieve({ kpUuid })
      : undefined;
    const key = data.bool("fetch_key")
      ? await crypto.cryptoCertificatekeypairsViewPrivateKeyRetrieve({ kpUuid })
      : undefined;
    return {
      id: kpUuid,
      name: pair.name,
      expiry: printedTime(pair.certExpiry),
      subject: pair.certSubject,
      fingerprint1: pair.fingerprintSha1,
      fingerprint256: pair.fingerprintSha256,
      ...(certificate && { certificate_data: `${certificate.data}\n` }),
      ...(key && { key_data: `${key.data}\n` }),
    };
  },
};
