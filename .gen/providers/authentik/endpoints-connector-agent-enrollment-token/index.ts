// https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EndpointsConnectorAgentEnrollmentTokenConfig extends cdktf.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#connector EndpointsConnectorAgentEnrollmentToken#connector}
  */
  readonly connector: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#device_access_group EndpointsConnectorAgentEnrollmentToken#device_access_group}
  */
  readonly deviceAccessGroup?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#expires EndpointsConnectorAgentEnrollmentToken#expires}
  */
  readonly expires?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#expiring EndpointsConnectorAgentEnrollmentToken#expiring}
  */
  readonly expiring?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#id EndpointsConnectorAgentEnrollmentToken#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#name EndpointsConnectorAgentEnrollmentToken#name}
  */
  readonly name: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#retrieve_key EndpointsConnectorAgentEnrollmentToken#retrieve_key}
  */
  readonly retrieveKey?: boolean | cdktf.IResolvable;
}

/**
* Represents a {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token authentik_endpoints_connector_agent_enrollment_token}
*/
export class EndpointsConnectorAgentEnrollmentToken extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "authentik_endpoints_connector_agent_enrollment_token";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a EndpointsConnectorAgentEnrollmentToken resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the EndpointsConnectorAgentEnrollmentToken to import
  * @param importFromId The id of the existing EndpointsConnectorAgentEnrollmentToken that should be imported. Refer to the {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the EndpointsConnectorAgentEnrollmentToken to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "authentik_endpoints_connector_agent_enrollment_token", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/goauthentik/authentik/latest/docs/resources/endpoints_connector_agent_enrollment_token authentik_endpoints_connector_agent_enrollment_token} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EndpointsConnectorAgentEnrollmentTokenConfig
  */
  public constructor(scope: Construct, id: string, config: EndpointsConnectorAgentEnrollmentTokenConfig) {
    super(scope, id, {
      terraformResourceType: 'authentik_endpoints_connector_agent_enrollment_token',
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
    this._connector = config.connector;
    this._deviceAccessGroup = config.deviceAccessGroup;
    this._expires = config.expires;
    this._expiring = config.expiring;
    this._id = config.id;
    this._name = config.name;
    this._retrieveKey = config.retrieveKey;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // connector - computed: false, optional: false, required: true
  private _connector?: string; 
  public get connector() {
    return this.getStringAttribute('connector');
  }
  public set connector(value: string) {
    this._connector = value;
  }
  // Temporarily expose input value. Use with caution.
  public get connectorInput() {
    return this._connector;
  }

  // device_access_group - computed: false, optional: true, required: false
  private _deviceAccessGroup?: string; 
  public get deviceAccessGroup() {
    return this.getStringAttribute('device_access_group');
  }
  public set deviceAccessGroup(value: string) {
    this._deviceAccessGroup = value;
  }
  public resetDeviceAccessGroup() {
    this._deviceAccessGroup = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deviceAccessGroupInput() {
    return this._deviceAccessGroup;
  }

  // expires - computed: false, optional: true, required: false
  private _expires?: string; 
  public get expires() {
    return this.getStringAttribute('expires');
  }
  public set expires(value: string) {
    this._expires = value;
  }
  public resetExpires() {
    this._expires = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expiresInput() {
    return this._expires;
  }

  // expires_in - computed: true, optional: false, required: false
  public get expiresIn() {
    return this.getNumberAttribute('expires_in');
  }

  // expiring - computed: false, optional: true, required: false
  private _expiring?: boolean | cdktf.IResolvable; 
  public get expiring() {
    return this.getBooleanAttribute('expiring');
  }
  public set expiring(value: boolean | cdktf.IResolvable) {
    this._expiring = value;
  }
  public resetExpiring() {
    this._expiring = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expiringInput() {
    return this._expiring;
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

  // key - computed: true, optional: false, required: false
  public get key() {
    return this.getStringAttribute('key');
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

  // retrieve_key - computed: false, optional: true, required: false
  private _retrieveKey?: boolean | cdktf.IResolvable; 
  public get retrieveKey() {
    return this.getBooleanAttribute('retrieve_key');
  }
  public set retrieveKey(value: boolean | cdktf.IResolvable) {
    this._retrieveKey = value;
  }
  public resetRetrieveKey() {
    this._retrieveKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get retrieveKeyInput() {
    return this._retrieveKey;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      connector: cdktf.stringToTerraform(this._connector),
      device_access_group: cdktf.stringToTerraform(this._deviceAccessGroup),
      expires: cdktf.stringToTerraform(this._expires),
      expiring: cdktf.booleanToTerraform(this._expiring),
      id: cdktf.stringToTerraform(this._id),
      name: cdktf.stringToTerraform(this._name),
      retrieve_key: cdktf.booleanToTerraform(this._retrieveKey),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      connector: {
        value: cdktf.stringToHclTerraform(this._connector),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      device_access_group: {
        value: cdktf.stringToHclTerraform(this._deviceAccessGroup),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      expires: {
        value: cdktf.stringToHclTerraform(this._expires),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      expiring: {
        value: cdktf.booleanToHclTerraform(this._expiring),
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
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      retrieve_key: {
        value: cdktf.booleanToHclTerraform(this._retrieveKey),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
