/** What we read of authentik's objects, fields named as the API names them; older servers lack some. */

export interface Version {
  readonly version_current: string;
}

export interface Application {
  /** Target of the application's policy bindings. */
  readonly pk: string;
  readonly slug: string;
  readonly name: string;
  readonly provider: number | null;
  readonly policy_engine_mode?: string;
}

export interface OAuth2Provider {
  readonly pk: number;
  readonly name: string;
  readonly client_id: string;
  readonly client_type?: string;
  readonly assigned_application_slug?: string | null;
  readonly grant_types?: readonly string[];
  readonly property_mappings: readonly string[];
  readonly signing_key?: string | null;
  readonly include_claims_in_id_token?: boolean;
  readonly jwt_federation_providers?: readonly number[];
}

export interface ScopeMapping {
  readonly pk: string;
  readonly name: string;
  readonly managed: string | null;
  readonly scope_name: string;
  readonly expression: string;
}

export interface Brand {
  readonly brand_uuid: string;
  readonly domain: string;
  readonly default: boolean;
  readonly flow_device_code: string | null;
}

export interface Flow {
  readonly pk: string;
  readonly slug: string;
  readonly name: string;
  /** Target of the flow's policy bindings. */
  readonly policybindingmodel_ptr_id: string;
  readonly stages?: readonly string[];
}

export interface FlowStageBinding {
  readonly pk: string;
  /** Id of the flow. */
  readonly target: string;
  readonly order: number;
  readonly stage_obj?: { readonly name: string; readonly meta_model_name?: string } | null;
}

export interface PolicyBinding {
  readonly pk: string;
  readonly target: string;
  readonly enabled: boolean;
  readonly negate: boolean;
  readonly group: string | null;
  readonly user: number | null;
  readonly policy: string | null;
  readonly group_obj?: { readonly name: string } | null;
  /** Whether it ends by itself, as one that an approved access request made (release 2026.8). */
  readonly expiring?: boolean;
  readonly expires?: string | null;
  readonly user_obj?: { readonly username: string; readonly is_active?: boolean } | null;
  readonly policy_obj?: { readonly name: string } | null;
}

export interface Connector {
  readonly connector_uuid: string;
  readonly name: string;
  readonly jwt_federation_providers?: readonly number[];
  readonly challenge_key?: string | null;
  readonly authorization_flow?: string | null;
}

export interface EnrollmentToken {
  readonly token_uuid: string;
  readonly name: string;
  readonly connector: string;
  readonly expiring: boolean;
  readonly expires: string | null;
  /** The device access group. */
  readonly device_group?: string | null;
}

/** Who asks. */
export interface Me {
  readonly user: { readonly is_superuser: boolean };
}

/** The brand of the address that is asked. */
export interface CurrentBrand {
  readonly matched_domain: string;
}

export interface CertificateKeyPair {
  readonly pk: string;
  readonly name: string;
  readonly cert_expiry?: string | null;
  readonly fingerprint_sha256?: string | null;
  readonly private_key_available?: boolean;
  /** For example `rsa` or `ed25519`. */
  readonly key_type?: string | null;
  /** ISO 8601; not the API's, but from what the application publishes. */
  readonly validFrom?: string;
}

export interface Group {
  readonly pk: string;
  readonly name: string;
  readonly is_superuser: boolean;
  /** Numbers of the direct members. */
  readonly users?: readonly number[];
  /** Groups that this one is inside of: its members count as theirs. */
  readonly parents?: readonly string[];
  /** Groups inside this one, whose members count as its members. */
  readonly children?: readonly string[];
  readonly children_obj?: readonly { readonly name: string }[] | null;
}

export interface User {
  readonly pk: number;
  readonly username: string;
  readonly is_superuser: boolean;
  readonly is_active?: boolean;
}
