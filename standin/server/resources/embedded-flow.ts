import type { Json, JsonObject, Row } from "../core/json";
import type { Store } from "../core/store";

/** The address of the image behind a flow, the default brand's when it has none of its own. */
export const backgroundUrl = (flow: Row, store: Store): Json =>
  flow.background || store.find("brand", (brand) => brand.default === true)?.branding_default_flow_background;

/** A flow as other objects embed it. */
export const embeddedFlow = (flow: Row, store: Store): JsonObject => ({
  pk: flow.pk,
  policybindingmodel_ptr_id: flow.pbm,
  name: flow.name,
  slug: flow.slug,
  title: flow.title,
  designation: flow.designation,
  background_url: backgroundUrl(flow, store),
  policy_engine_mode: flow.policy_engine_mode,
  compatibility_mode: flow.compatibility_mode,
  export_url: `/api/v3/flows/instances/${flow.slug}/export/`,
  layout: flow.layout,
  denied_action: flow.denied_action,
});
