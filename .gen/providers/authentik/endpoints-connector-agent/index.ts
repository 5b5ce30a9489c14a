// https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EndpointsConnectorAgentConfig extends cdktf.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#auth_session_duration EndpointsConnectorAgent#auth_session_duration}
  */
  readonly authSessionDuration?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#auth_terminate_session_on_expiry EndpointsConnectorAgent#auth_terminate_session_on_expiry}
  */
  readonly authTerminateSessionOnExpiry?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#authorization_flow EndpointsConnectorAgent#authorization_flow}
  */
  readonly authorizationFlow?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#challenge_idle_timeout EndpointsConnectorAgent#challenge_idle_timeout}
  */
  readonly challengeIdleTimeout?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#challenge_key EndpointsConnectorAgent#challenge_key}
  */
  readonly challengeKey?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#challenge_trigger_check_in EndpointsConnectorAgent#challenge_trigger_check_in}
  */
  readonly challengeTriggerCheckIn?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#enabled EndpointsConnectorAgent#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#id EndpointsConnectorAgent#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#jwt_federation_providers EndpointsConnectorAgent#jwt_federation_providers}
  */
  readonly jwtFederationProviders?: number[];
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#name EndpointsConnectorAgent#name}
  */
  readonly name: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#nss_gid_offset EndpointsConnectorAgent#nss_gid_offset}
  */
  readonly nssGidOffset?: number;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#nss_uid_offset EndpointsConnectorAgent#nss_uid_offset}
  */
  readonly nssUidOffset?: number;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#refresh_interval EndpointsConnectorAgent#refresh_interval}
  */
  readonly refreshInterval?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#snapshot_expiry EndpointsConnectorAgent#snapshot_expiry}
  */
  readonly snapshotExpiry?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent authentik_endpoints_connector_agent}
*/
export class EndpointsConnectorAgent extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "authentik_endpoints_connector_agent";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a EndpointsConnectorAgent resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the EndpointsConnectorAgent to import
  * @param importFromId The id of the existing EndpointsConnectorAgent that should be imported. Refer to the {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the EndpointsConnectorAgent to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "authentik_endpoints_connector_agent", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent authentik_endpoints_connector_agent} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EndpointsConnectorAgentConfig
  */
  public constructor(scope: Construct, id: string, config: EndpointsConnectorAgentConfig) {
    super(scope, id, {
      terraformResourceType: 'authentik_endpoints_connector_agent',
      terraformGeneratorMetadata: {
        providerName: 'authentik'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._authSessionDuration = config.authSessionDuration;
    this._authTerminateSessionOnExpiry = config.authTerminateSessionOnExpiry;
    this._authorizationFlow = config.authorizationFlow;
    this._challengeIdleTimeout = config.challengeIdleTimeout;
    this._challengeKey = config.challengeKey;
    this._challengeTriggerCheckIn = config.challengeTriggerCheckIn;
    this._enabled = config.enabled;
    this._id = config.id;
    this._jwtFederationProviders = config.jwtFederationProviders;
    this._name = config.name;
    this._nssGidOffset = config.nssGidOffset;
    this._nssUidOffset = config.nssUidOffset;
    this._refreshInterval = config.refreshInterval;
    this._snapshotExpiry = config.snapshotExpiry;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // auth_session_duration - computed: false, optional: true, required: false
  private _authSessionDuration?: string; 
  public get authSessionDuration() {
    return this.getStringAttribute('auth_session_duration');
  }
  public set authSessionDuration(value: string) {
    this._authSessionDuration = value;
  }
  public resetAuthSessionDuration() {
    this._authSessionDuration = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get authSessionDurationInput() {
    return this._authSessionDuration;
  }

  // auth_terminate_session_on_expiry - computed: false, optional: true, required: false
  private _authTerminateSessionOnExpiry?: boolean | cdktf.IResolvable; 
  public get authTerminateSessionOnExpiry() {
    return this.getBooleanAttribute('auth_terminate_session_on_expiry');
  }
  public set authTerminateSessionOnExpiry(value: boolean | cdktf.IResolvable) {
    this._authTerminateSessionOnExpiry = value;
  }
  public resetAuthTerminateSessionOnExpiry() {
    this._authTerminateSessionOnExpiry = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get authTerminateSessionOnExpiryInput() {
    return this._authTerminateSessionOnExpiry;
  }

  // authorization_flow - computed: false, optional: true, required: false
  private _authorizationFlow?: string; 
  public get authorizationFlow() {
    return this.getStringAttribute('authorization_flow');
  }
  public set authorizationFlow(value: string) {
    this._authorizationFlow = value;
  }
  public resetAuthorizationFlow() {
    this._authorizationFlow = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get authorizationFlowInput() {
    return this._authorizationFlow;
  }

  // challenge_idle_timeout - computed: false, optional: true, required: false
  private _challengeIdleTimeout?: string; 
  public get challengeIdleTimeout() {
    return this.getStringAttribute('challenge_idle_timeout');
  }
  public set challengeIdleTimeout(value: string) {
    this._challengeIdleTimeout = value;
  }
  public resetChallengeIdleTimeout() {
    this._challengeIdleTimeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get challengeIdleTimeoutInput() {
    return this._challengeIdleTimeout;
  }

  // challenge_key - computed: false, optional: true, required: false
  private _challengeKey?: string; 
  public get challengeKey() {
    return this.getStringAttribute('challenge_key');
  }
  public set challengeKey(value: string) {
    this._challengeKey = value;
  }
  public resetChallengeKey() {
    this._challengeKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get challengeKeyInput() {
    return this._challengeKey;
  }

  // challenge_trigger_check_in - computed: false, optional: true, required: false
  private _challengeTriggerCheckIn?: boolean | cdktf.IResolvable; 
  public get challengeTriggerCheckIn() {
    return this.getBooleanAttribute('challenge_trigger_check_in');
  }
  public set challengeTriggerCheckIn(value: boolean | cdktf.IResolvable) {
    this._challengeTriggerCheckIn = value;
  }
  public resetChallengeTriggerCheckIn() {
    this._challengeTriggerCheckIn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get challengeTriggerCheckInInput() {
    return this._challengeTriggerCheckIn;
  }

  // enabled - computed: false, optional: true, required: false
  private _enabled?: boolean | cdktf.IResolvable; 
  public get enabled() {
    return this.getBooleanAttribute('enabled');
  }
  public set enabled(value: boolean | cdktf.IResolvable) {
    this._enabled = value;
  }
  public resetEnabled() {
    this._enabled = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enabledInput() {
    return this._enabled;
  }

  // id - computed: true, optional: true, required: false
  private _id?: string; 
  public get id() {
    return this.getStringAttribute('id');
  }
  public set id(value: string) {
    this._id = value;
  }
  public resetId() {
    this._id = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get idInput() {
    return this._id;
  }

  // jwt_federation_providers - computed: false, optional: true, required: false
  private _jwtFederationProviders?: number[]; 
  public get jwtFederationProviders() {
    return this.getNumberListAttribute('jwt_federation_providers');
  }
  public set jwtFederationProviders(value: number[]) {
    this._jwtFederationProviders = value;
  }
  public resetJwtFederationProviders() {
    this._jwtFederationProviders = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get jwtFederationProvidersInput() {
    return this._jwtFederationProviders;
  }

  // name - computed: false, optional: false, required: true
  private _name?: string; 
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // nss_gid_offset - computed: false, optional: true, required: false
  private _nssGidOffset?: number; 
  public get nssGidOffset() {
    return this.getNumberAttribute('nss_gid_offset');
  }
  public set nssGidOffset(value: number) {
    this._nssGidOffset = value;
  }
  public resetNssGidOffset() {
    this._nssGidOffset = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nssGidOffsetInput() {
    return this._nssGidOffset;
  }

  // nss_uid_offset - computed: false, optional: true, required: false
  private _nssUidOffset?: number; 
  public get nssUidOffset() {
    return this.getNumberAttribute('nss_uid_offset');
  }
  public set nssUidOffset(value: number) {
    this._nssUidOffset = value;
  }
  public resetNssUidOffset() {
    this._nssUidOffset = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nssUidOffsetInput() {
    return this._nssUidOffset;
  }

  // refresh_interval - computed: false, optional: true, required: false
  private _refreshInterval?: string; 
  public get refreshInterval() {
    return this.getStringAttribute('refresh_interval');
  }
  public set refreshInterval(value: string) {
    this._refreshInterval = value;
  }
  public resetRefreshInterval() {
    this._refreshInterval = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get refreshIntervalInput() {
    return this._refreshInterval;
  }

  // snapshot_expiry - computed: false, optional: true, required: false
  private _snapshotExpiry?: string; 
  public get snapshotExpiry() {
    return this.getStringAttribute('snapshot_expiry');
  }
  public set snapshotExpiry(value: string) {
    this._snapshotExpiry = value;
  }
  public resetSnapshotExpiry() {
    this._snapshotExpiry = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get snapshotExpiryInput() {
    return this._snapshotExpiry;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      auth_session_duration: cdktf.stringToTerraform(this._authSessionDuration),
      auth_terminate_session_on_expiry: cdktf.booleanToTerraform(this._authTerminateSessionOnExpiry),
      authorization_flow: cdktf.stringToTerraform(this._authorizationFlow),
      challenge_idle_timeout: cdktf.stringToTerraform(this._challengeIdleTimeout),
      challenge_key: cdktf.stringToTerraform(this._challengeKey),
      challenge_trigger_check_in: cdktf.booleanToTerraform(this._challengeTriggerCheckIn),
      enabled: cdktf.booleanToTerraform(this._enabled),
      id: cdktf.stringToTerraform(this._id),
      jwt_federation_providers: cdktf.listMapper(cdktf.numberToTerraform, false)(this._jwtFederationProviders),
      name: cdktf.stringToTerraform(this._name),
      nss_gid_offset: cdktf.numberToTerraform(this._nssGidOffset),
      nss_uid_offset: cdktf.numberToTerraform(this._nssUidOffset),
      refresh_interval: cdktf.stringToTerraform(this._refreshInterval),
      snapshot_expiry: cdktf.stringToTerraform(this._snapshotExpiry),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      auth_session_duration: {
        value: cdktf.stringToHclTerraform(this._authSessionDuration),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      auth_terminate_session_on_expiry: {
        value: cdktf.booleanToHclTerraform(this._authTerminateSessionOnExpiry),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      authorization_flow: {
        value: cdktf.stringToHclTerraform(this._authorizationFlow),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      challenge_idle_timeout: {
        value: cdktf.stringToHclTerraform(this._challengeIdleTimeout),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      challenge_key: {
        value: cdktf.stringToHclTerraform(this._challengeKey),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      challenge_trigger_check_in: {
        value: cdktf.booleanToHclTerraform(this._challengeTriggerCheckIn),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      enabled: {
        value: cdktf.booleanToHclTerraform(this._enabled),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      id: {
        value: cdktf.stringToHclTerraform(this._id),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      jwt_federation_providers: {
        value: cdktf.listMapperHcl(cdktf.numberToHclTerraform, false)(this._jwtFederationProviders),
        isBlock: false,
        type: "list",
        storageClassType: "numberList",
      },
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      nss_gid_offset: {
        value: cdktf.numberToHclTerraform(this._nssGidOffset),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      nss_uid_offset: {
        value: cdktf.numberToHclTerraform(this._nssUidOffset),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      refresh_interval: {
        value: cdktf.stringToHclTerraform(this._refreshInterval),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      snapshot_expiry: {
        value: cdktf.stringToHclTerraform(this._snapshotExpiry),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
