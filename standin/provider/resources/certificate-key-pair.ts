import type { CertificateKeyPairRequest } from "@goauthentik/api/dist/models/CertificateKeyPairRequest";
import { RefusedRequest } from "../authentik/errors";
import { optional, required, withId } from "../schema/attribute";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): CertificateKeyPairRequest => ({
  name: data.string("name"),
  certificateData: data.string("certificate_data"),
  keyData: data.optionalString("key_data"),
});

/** The real provider goes on without a key that it may not see. */
function withoutKey(error: unknown): undefined {
  if (error instanceof RefusedRequest) return undefined;
  throw error;
}

export const certificateKeyPair: Resource = {
  attributes: withId({
    name: required("string"),
    certificate_data: required("string"),
    key_data: optional("string", { sensitive: true }),
  }),
  async create({ crypto }, data) {
    const certificateKeyPairRequest = request(data);
    return (await crypto.cryptoCertificatekeypairsCreate({ certificateKeyPairRequest })).pk;
  },
  async read({ crypto }, data) {
    const kpUuid = data.id;
    const { name } = await crypto.cryptoCertificatekeypairsRetrieve({ kpUuid });
    const certificate = await crypto.cryptoCertificatekeypairsViewCertificateRetrieve({ kpUuid });
    const key = await crypto.cryptoCertificatekeypairsViewPrivateKeyRetrieve({ kpUuid }).catch(withoutKey);
    return {
      name,
      certificate_data: `${certificate.data}\n`,
      ...(key && { key_data: `${key.data}\n` }),
    };
  },
  async update({ crypto }, data) {
    const update = { kpUuid: data.id, certificateKeyPairRequest: request(data) };
    return (await crypto.cryptoCertificatekeypairsUpdate(update)).pk;
  },
  delete: ({ crypto }, data) => crypto.cryptoCertificatekeypairsDestroy({ kpUuid: data.id }),
};
