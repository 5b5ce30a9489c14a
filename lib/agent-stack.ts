import { TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { adopt } from "./adoption";
import { AgentCliProvider, type AgentCliProviderProps } from "./agent-cli-provider";
import { AgentConnector, type AgentConnectorProps } from "./agent-connector";
import { AuthentikServer } from "./authentik-server";
import { DefaultBrand } from "./default-brand";
import { DeviceAccessGroup, type DeviceAccessGroupProps } from "./device-access-group";
import { DeviceCodeFlow, type DeviceCodeFlowProps, type IDeviceCodeFlow } from "./device-code-flow";
import { EndpointStage, type EndpointStageProps } from "./endpoint-stage";
import { EnrollmentToken, type EnrollmentTokenProps } from "./enrollment-token";
import { FurtherBrands } from "./further-brands";
import { keepStateIn, type StateBackend } from "./state-backend";
import { uniqueTerraformName, writtenOut } from "./terraform-name";

export interface AgentStackProps {
  /** The device code flow to create, or `existing`: the slug of one that is already deployed. @default - a new one */
  readonly deviceCodeFlow?: DeviceCodeFlowProps | { readonly existing: string };
  /** The brands that use the device code flow. @default - the default brand */
  readonly brands?: BrandsProps;
  /** The CLI's provider, its application and who may use it. @default - the documentation's values, open to everyone */
  readonly cli?: AgentCliProviderProps;
  /** @default - the documentation's values */
  readonly connector?: ConnectorProps;
  /** @default - none */
  readonly deviceAccessGroups?: readonly DeviceAccessGroupProps[];
  /** @default - none */
  readonly enrollmentTokens?: readonly EnrollmentTokenSettings[];
  /** @default - none */
  readonly endpointStages?: readonly EndpointStageSettings[];
  /**
   * Existing objects to take over instead of creating them: Terraform address to id in authentik, as `agent-stack adopt` finds them.
   *
   * @default - none but the brands, which are always taken over
   */
  readonly adopt?: Readonly<Record<string, string>>;
  /** Where Terraform keeps the state. @default - cdktf's local file */
  readonly backend?: StateBackend;
  /** Versions of the authentik provider to accept. @default "~> 2026.5.0" */
  readonly providerVersion?: string;
}

export interface BrandsProps {
  /** Domain of the default brand. @default "authentik-default", that of a fresh installation */
  readonly default?: string;
  /** Domains of further existing brands that get the flow too. @default - none */
  readonly others?: readonly string[];
  /** Domains that were among `others` and are let go of unchanged; Terraform refuses to drop them otherwise. @default - none */
  readonly released?: readonly string[];
  /** Lets go of the brands without changing them, to be applied before a teardown. @default false */
  readonly release?: boolean;
}

export interface ConnectorProps extends Omit<AgentConnectorProps, "federatedProviders"> {
  /** Names of further OAuth2 providers whose tokens the connector accepts beside the CLI's. @default - none */
  readonly furtherFederatedProviders?: readonly string[];
}

export interface EnrollmentTokenSettings
  extends Omit<EnrollmentTokenProps, "connectorId" | "deviceAccessGroupId"> {
  /** Name of one of the stack's device access groups, which enrolled devices join. @default - none */
  readonly deviceAccessGroup?: string;
}

export type EndpointStageSettings = Omit<EndpointStageProps, "connectorId">;

/**
 * Everything the authentik Agent needs in one authentik server.
 *
 * The server and the token come from AUTHENTIK_URL and AUTHENTIK_TOKEN when Terraform runs, never from the code.
 */
export class AgentStack extends TerraformStack {
  private readonly pathByLogicalId = new Map<string, string>();

  constructor(scope: Construct, id: string, props: AgentStackProps = {}) {
    super(scope, id);
    new AuthentikServer(this, "authentik", { providerVersion: props.providerVersion });
    // `removed` blocks, which release a brand, came with 1.7.
    this.addOverride("terraform.required_version", ">= 1.7.0");
    if (props.backend) keepStateIn(this, props.backend);

    const deviceCodeFlow = this.deviceCodeFlow(props.deviceCodeFlow ?? {});
    this.brands(deviceCodeFlow, props.brands ?? {});
    const cli = new AgentCliProvider(this, "cli", props.cli);
    const connector = this.connector(cli, props.connector ?? {});
    const groups = new Map(
      (props.deviceAccessGroups ?? []).map((group) => [
        group.name,
        new DeviceAccessGroup(this, this.idFor("device_access_group", group.name), group),
      ]),
    );
    for (const token of props.enrollmentTokens ?? []) this.enrollmentToken(token, connector, groups);
    for (const stage of props.endpointStages ?? []) {
      new EndpointStage(this, this.idFor("endpoint_stage", stage.name), {
        ...stage,
        connectorId: connector.connectorId,
      });
    }

    adopt(this, props.adopt ?? {});

    this.output("client_id", cli.clientId);
    this.output("provider_id", cli.providerId);
    this.output("application_slug", cli.applicationSlug);
    this.output("connector_id", connector.connectorId);
    this.output("device_authorization_path", "/application/o/device/");
    this.output("device_code_flow_uuid", deviceCodeFlow.uuid);
  }

  /** Addresses read as the constructs' path, without cdktf's hash: they are what people see in plans and import by. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id)
      .filter((id) => id !== "Resource");
    const taken = [...this.pathByLogicalId].flatMap(([name, path]) => (path === node.path ? [] : [name]));
    const logicalId = uniqueTerraformName(ids.join("_"), taken);
    this.pathByLogicalId.set(logicalId, node.path);
    return logicalId;
  }

  private deviceCodeFlow(settings: NonNullable<AgentStackProps["deviceCodeFlow"]>): IDeviceCodeFlow {
    return "existing" in settings
      ? DeviceCodeFlow.fromSlug(this, settings.existing)
      : new DeviceCodeFlow(this, "device_code_flow", settings);
  }

  private brands(deviceCodeFlow: IDeviceCodeFlow, brands: BrandsProps): void {
    const { default: domain, others: domains, released, release } = brands;
    new DefaultBrand(this, "default_brand", { deviceCodeFlow, domain, release });
    new FurtherBrands(this, "further_brand", { deviceCodeFlow, domains, released, release });
  }

  private connector(cli: AgentCliProvider, settings: ConnectorProps): AgentConnector {
    const { furtherFederatedProviders = [], ...props } = settings;
    const further = furtherFederatedProviders.map((name) => AgentCliProvider.fromName(this, name));
    return new AgentConnector(this, "connector", { ...props, federatedProviders: [cli, ...further] });
  }

  private enrollmentToken(
    settings: EnrollmentTokenSettings,
    connector: AgentConnector,
    groups: ReadonlyMap<string, DeviceAccessGroup>,
  ): void {
    const { deviceAccessGroup, ...props } = settings;
    const group = deviceAccessGroup === undefined ? undefined : groups.get(deviceAccessGroup);
    if (deviceAccessGroup !== undefined && !group) {
      throw unknownDeviceAccessGroup(settings.name, deviceAccessGroup, [...groups.keys()]);
    }
    const id = this.idFor("enrollment_token", settings.name);
    const token = new EnrollmentToken(this, id, {
      ...props,
      connectorId: connector.connectorId,
      deviceAccessGroupId: group?.groupId,
    });
    if (token.key !== undefined)
      new TerraformOutput(this, `${id}_key`, { value: token.key, sensitive: true });
  }

  private idFor(kind: string, name: string): string {
    return uniqueTerraformName(
      writtenOut(this, `${kind}_${name}`),
      this.node.children.map((child) => child.node.id),
    );
  }

  private output(name: string, value: string | number): void {
    new TerraformOutput(this, name, { value });
  }
}

function unknownDeviceAccessGroup(token: string, group: string, known: readonly string[]): Error {
  return new Error(
    `enrollment token "${token}" names device access group "${group}"; the stack has ${known.length === 0 ? "none" : known.map((name) => `"${name}"`).join(", ")}`,
  );
}
