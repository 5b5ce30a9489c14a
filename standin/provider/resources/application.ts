import type { ApplicationRequest } from "@goauthentik/api/dist/models/ApplicationRequest";
import { PolicyEngineMode } from "@goauthentik/api/dist/models/PolicyEngineMode";
import { optional, optionalComputed, required, withId } from "../schema/attribute";
import { oneOf } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): ApplicationRequest => ({
  name: data.string("name"),
  slug: data.string("slug"),
  provider: data.optionalInt("protocol_provider") ?? null,
  backchannelProviders: data.ints("backchannel_providers"),
  openInNewTab: data.bool("open_in_new_tab"),
  metaHide: data.ifKnown("meta_hide", data.bool("meta_hide")),
  policyEngineMode: data.string("policy_engine_mode") as PolicyEngineMode,
  group: data.textToClear("group"),
  metaIcon: data.textToClear("meta_icon"),
  metaLaunchUrl: data.textToClear("meta_launch_url"),
  metaDescription: data.optionalString("meta_description"),
  metaPublisher: data.optionalString("meta_publisher"),
});

export const application: Resource = {
  attributes: withId({
    name: required("string"),
    group: optional("string"),
    uuid: optionalComputed("string"),
    slug: required("string"),
    protocol_provider: optional("number"),
    backchannel_providers: optional(["list", "number"]),
    meta_launch_url: optional("string"),
    meta_icon: optional("string"),
    meta_description: optional("string"),
    meta_publisher: optional("string"),
    policy_engine_mode: optional("string", { default: "any", validate: oneOf(PolicyEngineMode) }),
    open_in_new_tab: optional("bool", { default: false }),
    meta_hide: optional("bool", { default: false }),
  }),
  async create({ core }, data) {
    return (await core.coreApplicationsCreate({ applicationRequest: request(data) })).slug;
  },
  async read({ core }, data) {
    const application = await core.coreApplicationsRetrieve({ slug: data.id });
    return {
      uuid: application.pk,
      name: application.name,
      group: application.group,
      slug: application.slug,
      open_in_new_tab: application.openInNewTab,
      meta_hide: application.metaHide,
      protocol_provider: application.provider,
      meta_launch_url: application.metaLaunchUrl,
      meta_icon: application.metaIcon,
      meta_description: application.metaDescription,
      meta_publisher: application.metaPublisher,
      policy_engine_mode: application.policyEngineMode,
      backchannel_providers: application.backchannelProviders,
    };
  },
  async update({ core }, data) {
    return (await core.coreApplicationsUpdate({ slug: data.id, applicationRequest: request(data) })).slug;
  },
  delete: ({ core }, data) => core.coreApplicationsDestroy({ slug: data.id }),
};
