/** An object as authentik's API gives it. */
export type LiveObject = Readonly<Record<string, unknown>>;

/** An attribute of Terraform and the field in which the API has it. */
type Key = readonly [attribute: string, field: string];

/** How objects of a Terraform type are found in authentik. */
export interface Kind {
  /** Path of the list below `/api/v3`. */
  readonly path: string;
  /** Field with the id by which Terraform imports. */
  readonly id: string;
  /** Attributes by which other resources refer to it, and their fields. */
  readonly handles: Readonly<Record<string, string>>;
  /** What tells the wanted object from others: of several such keys the first that finds something. */
  readonly keys: readonly (readonly Key[])[];
  /** The attributes by which authentik filters the list; the rest is compared here. The id needs no list. */
  readonly filters: readonly string[];
}

const NAME: Key = ["name", "name"];

/** The types that can be taken over; brands take themselves over. */
export const KINDS: Readonly<Record<string, Kind>> = {
  authentik_flow: {
    path: "/flows/instances/",
    id: "slug",
    handles: { id: "slug", uuid: "pk" },
    keys: [[["slug", "slug"]]],
    filters: [],
  },
  authentik_provider_oauth2: {
    path: "/providers/oauth2/",
    id: "pk",
    handles: { id: "pk" },
    keys: [[["client_id", "client_id"]], [NAME]],
    filters: ["client_id", "name"],
  },
  authentik_application: {
    path: "/core/applications/",
    id: "slug",
    handles: { id: "slug", slug: "slug", uuid: "pk" },
    keys: [[["slug", "slug"]]],
    filters: [],
  },
  authentik_endpoints_connector_agent: {
    path: "/endpoints/agents/connectors/",
    id: "connector_uuid",
    handles: { id: "connector_uuid" },
    keys: [[NAME]],
    filters: ["name"],
  },
  authentik_endpoints_device_access_group: {
    path: "/endpoints/device_access_groups/",
    id: "pbm_uuid",
    handles: { id: "pbm_uuid" },
    keys: [[NAME]],
    filters: ["name"],
  },
  authentik_endpoints_connector_agent_enrollment_token: {
    path: "/endpoints/agents/enrollment_tokens/",
    id: "token_uuid",
    handles: {},
    keys: [[NAME, ["connector", "connector"]]],
    filters: ["connector"],
  },
  authentik_stage_endpoints: {
    path: "/stages/endpoints/",
    id: "pk",
    handles: {},
    keys: [[NAME]],
    filters: ["name"],
  },
  authentik_policy_binding: {
    path: "/policies/bindings/",
    id: "pk",
    handles: {},
    // Groups and users are compared by the names that their data sources look up.
    keys: [
      [
        ["target", "target"],
        ["group", "group_obj.name"],
        ["user", "user_obj.username"],
        ["policy", "policy"],
      ],
    ],
    filters: ["target"],
  },
};

/** The value of a field, which may be one inside an embedded object. */
export function fieldOf(object: LiveObject, field: string): unknown {
  return field.split(".").reduce<unknown>((value, name) => (value as LiveObject | null)?.[name], object);
}
