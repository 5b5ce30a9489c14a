import { computed, optional, withId } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";

export const providerOauth2Config: DataSource = {
  attributes: withId({
    name: optional("string", { conflictsWith: ["provider_id"] }),
    provider_id: optional("number", { conflictsWith: ["name"] }),
    // In the real provider's schema; its source shows no value for it, so it stays null here.
    client_id: computed("string"),
    issuer_url: computed("string"),
    authorize_url: computed("string"),
    token_url: computed("string"),
    user_info_url: computed("string"),
    provider_info_url: computed("string"),
    logout_url: computed("string"),
    jwks_url: computed("string"),
  }),
  async read({ providers }, data) {
    const byName = () => providers.providersOauth2List({ name: data.string("name") });
    const id =
      data.optionalInt("provider_id") ?? firstMatch(await byName(), "no matching providers found").pk;
    const urls = await providers.providersOauth2SetupUrlsRetrieve({ id });
    // authentik leaves it out for a provider without an application, and the Go client insists on it.
    if (urls.jwks === undefined) throw new ProviderError("no value given for required property jwks");
    return {
      id: String(id),
      issuer_url: urls.issuer,
      authorize_url: urls.authorize,
      token_url: urls.token,
      user_info_url: urls.userInfo,
      provider_info_url: urls.providerInfo,
      logout_url: urls.logout,
      jwks_url: urls.jwks,
    };
  },
};
