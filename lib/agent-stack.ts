import { Annotations, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { adopt } from "./adoption";
import { AgentCliProvider, type AgentCliProviderProps, type IOAuth2Provider } from "./agent-cli-provider";
import { AgentConnector, type AgentConnectorProps } from "./agent-connector";
import { AuthentikServer, type AuthentikServerProps } from "./authentik-server";
import { ByApp } from "./by-app";
import { CliApplication, type CliApplicationProps } from "./cli-application";
import { SNIPPETS } from "./cli-application-snippets";
import { DefaultBrand } from "./default-brand";
import { DeviceAccessGroup, type DeviceAccessGroupProps } from "./device-access-group";
import { DeviceCodeFlow, type DeviceCodeFlowProps, type IDeviceCodeFlow } from "./device-code-flow";
import { EndpointStage, type EndpointStageProps } from "./endpoint-stage";
import { EnrollmentToken, type EnrollmentTokenProps } from "./enrollment-token";
import { type FormerEnvironment, FormerPlace } from "./former-place";
import { FurtherBrands } from "./further-brands";
import { addressPlainly } from "./lookup";
import { PlainAddresses, sharedAddresses } from "./plain-addresses";
import { propMistakes, told, warnOfProps } from "./prop-validation";
import { RememberedServer } from "./remembered-server";
import { RenamedEntries } from "./renamed-entries";
import { CLI } from "./rules/agent-cli-provider";
import { agentStack } from "./rules/agent-stack";
import { NEEDS_SERVER } from "./rules/places";
import { overlaps } from "./rules/same-server";
import { plainAddress } from "./rules/server-address";
import { claimPlaces } from "./shared-places";
import { keepStateIn, type StateBackend } from "./state-backend";
import { uniqueTerraformName, writtenOut } from "./terraform-name";

export interface AgentStackProps extends AuthentikServerProps {
  /** The device code flow to create, or `existing`: the slug of one that is already deployed. @default - a new one */
  readonly deviceCodeFlow?: DeviceCodeFlowProps | { readonly existing: string };
  /** The brands that use the device code flow. @default - the default brand */
  readonly brands?: BrandsProps;
  /** The CLI's provider, its application and who may use it. @default - the documentation's values, open to everyone */
  readonly cli?: AgentCliProviderProps;
  /** Applications that take the CLI's tokens, for `ak auth kubectl`, `aws`, `vault` and `raw`. @default - none */
  readonly cliApplications?: readonly CliApplicationSettings[];
  /** @default - the documentation's values */
  readonly connector?: ConnectorProps;
  /** @default - none */
  readonly deviceAccessGroups?: readonly DeviceAccessGroupSettings[];
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
  /** What it was before it was renamed, whose state `agent-stack move-state` moves here. @default - it has its first name */
  readonly formerly?: FormerEnvironment;
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

interface Renamable {
  /** Name that it had, so that it is renamed and not made anew. @default - it has its first name */
  readonly renamedFrom?: string;
}

export interface CliApplicationSettings extends Omit<CliApplicationProps, "federatedProviders">, Renamable {
  /** Names of further OAuth2 providers whose tokens the application takes beside the CLI's. @default - none */
  readonly furtherFederatedProviders?: readonly string[];
}

export interface DeviceAccessGroupSettings extends DeviceAccessGroupProps, Renamable {}

export interface EnrollmentTokenSettings
  extends Omit<EnrollmentTokenProps, "connector" | "deviceAccessGroup">,
    Renamable {
  /** Name of one of the stack's device access groups, which enrolled devices join. @default - none */
  readonly deviceAccessGroup?: string;
}

export interface EndpointStageSettings extends Omit<EndpointStageProps, "connector">, Renamable {}

/**
 * Everything the authentik Agent needs in one authentik server.
 *
 * Credentials come from the environment when Terraform runs, never from the code. Where an app has several of these stacks,
 * each names its server.
 */
export class AgentStack extends TerraformStack {
  private readonly addresses = new PlainAddresses(this);
  private readonly federated = new Map<string, IOAuth2Provider>();
  private readonly mistakes: readonly string[];
  private readonly address: string | undefined;
  private readonly renamed: RenamedEntries;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AgentStackProps = {},
  ) {
    super(scope, id);
    addressPlainly(this);
    this.renamed = new RenamedEntries(this, "renamed");
    this.address = props.server && plainAddress(props.server);
    stacks.add(this);
    this.mistakes = propMistakes(props, agentStack).map(told);
    if (this.mistakes.length === 0) this.mistakes = claimPlaces(this, props);
    if (this.mistakes.length === 0) this.build(props);
    warnOfProps(this, props, agentStack);
    this.warnOfOverlaps();
    this.node.addValidation({
      validate: () => [...this.mistakes, ...this.missingServer(), ...sharedAddresses(this)],
    });
  }

  private build(props: AgentStackProps): void {
    const { server, insecure, tokenFrom, headersFrom, release, providerVersion } = props;
    const connection = { server, insecure, tokenFrom, headersFrom, release, providerVersion };
    new AuthentikServer(this, "authentik", connection);
    // `removed` blocks, which release a brand, came with 1.7, variables that are kept nowhere with 1.10.
    this.addOverride("terraform.required_version", headersFrom ? ">= 1.10.0" : ">= 1.7.0");
    if (props.backend) keepStateIn(this, props.backend);
    if (props.formerly) new FormerPlace(this, "former_place", props.formerly);

    const deviceCodeFlow = this.deviceCodeFlow(props.deviceCodeFlow ?? {});
    const defaultBrandId = this.brands(deviceCodeFlow, props.brands ?? {});
    new RememberedServer(this, "server", { defaultBrandId, address: server });
    const cli = new AgentCliProvider(this, "cli", props.cli ?? {});
    this.each("cli_application", props.cliApplications ?? [], (id, application) => [
      id,
      this.cliApplication(id, application, cli, props),
    ]);
    const connector = this.connector(cli, props);
    const groups = new Map(
      this.each("device_access_group", props.deviceAccessGroups ?? [], (id, group) => [
        group.name,
        new DeviceAccessGroup(this, id, group),
      ]),
    );
    this.each("enrollment_token", props.enrollmentTokens ?? [], (id, token) => [
      id,
      this.enrollmentToken(id, token, connector, groups),
    ]);
    this.each("endpoint_stage", props.endpointStages ?? [], (id, stage) => [
      id,
      new EndpointStage(this, id, { ...stage, connector }),
    ]);

    adopt(this, props.adopt ?? {});

    this.output("client_id", cli.clientId);
    this.output("provider_id", cli.providerId);
    this.output("application_slug", cli.applicationSlug);
    this.output("connector_id", connector.connectorId);
    this.output("device_authorization_path", "/application/o/device/");
    this.output("device_code_flow_uuid", deviceCodeFlow.uuid);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.addresses.of(element);
  }

  /** A stack that is not built, because of mistakes, would have Terraform destroy what it made before. */
  override toTerraform() {
    if (this.mistakes.length > 0) throw new Error(refusal(this.node.path, this.mistakes));
    return super.toTerraform();
  }

  private missingServer(): string[] {
    return this.props.server !== undefined || stacks.of(this).length === 1 ? [] : [NEEDS_SERVER];
  }

  private warnOfOverlaps(): void {
    for (const other of stacks.of(this)) {
      if (other === this || other.address !== this.address) continue;
      const both = overlaps(other.props, this.props);
      if (both.length === 0) continue;
      Annotations.of(this).addWarning(
        `has the server of "${other.node.id}" and sets up ${both.join(" and ")} as it does, which only one of them can have: name another`,
      );
    }
  }

  private deviceCodeFlow(settings: NonNullable<AgentStackProps["deviceCodeFlow"]>): IDeviceCodeFlow {
    return "existing" in settings
      ? DeviceCodeFlow.fromSlug(this, "existing_device_code_flow", settings.existing)
      : new DeviceCodeFlow(this, "device_code_flow", settings);
  }

  private brands(deviceCodeFlow: IDeviceCodeFlow, brands: BrandsProps): string {
    const { default: domain, others: domains, released, release } = brands;
    const defaultBrand = new DefaultBrand(this, "default_brand", { deviceCodeFlow, domain, release });
    new FurtherBrands(this, "further_brand", { deviceCodeFlow, defaultBrand, domains, released, release });
    return defaultBrand.brandId;
  }

  private connector(cli: AgentCliProvider, stack: AgentStackProps): AgentConnector {
    const { furtherFederatedProviders, ...props } = stack.connector ?? {};
    const signingKey = stack.cli?.signingKey ?? CLI.signingKey.byDefault;
    const challengeKey = props.challengeKey ?? (stack.endpointStages?.length ? signingKey : undefined);
    const federatedProviders = [cli, ...this.existingProviders(furtherFederatedProviders)];
    return new AgentConnector(this, "connector", { ...props, challengeKey, federatedProviders });
  }

  private cliApplication(
    id: string,
    { furtherFederatedProviders, ...props }: Omit<CliApplicationSettings, "renamedFrom">,
    cli: AgentCliProvider,
    stack: AgentStackProps,
  ): CliApplication {
    const application = new CliApplication(this, id, {
      ...props,
      signingKey: props.signingKey ?? stack.cli?.signingKey,
      federatedProviders: [cli, ...this.existingProviders(furtherFederatedProviders)],
    });
    const { clientId } = application;
    const address = stack.server === undefined ? "https://AUTHENTIK" : plainAddress(stack.server);
    const issuer = `${address}${application.issuerPath}`;
    const snippets = props.preset ? SNIPPETS[props.preset]({ issuer, clientId }) : {};
    for (const [name, value] of Object.entries({ client_id: clientId, issuer, ...snippets }))
      new TerraformOutput(application, name, { value });
    return application;
  }

  private existingProviders(names: readonly string[] = []): IOAuth2Provider[] {
    return names.map((name) => {
      const known =
        this.federated.get(name) ??
        AgentCliProvider.fromName(this, this.idFor("federated_provider", name), name);
      this.federated.set(name, known);
      return known;
    });
  }

  /** Makes a construct of each entry of a list, at an address with its name; one that was renamed keeps its objects. */
  private each<S extends { readonly name: string; readonly renamedFrom?: string }, C extends Construct>(
    kind: string,
    entries: readonly S[],
    make: (id: string, settings: Omit<S, "renamedFrom">) => [string, C],
  ): [string, C][] {
    const formerly = new Set<string>();
    return entries.map(({ renamedFrom, ...settings }) => {
      const made = make(this.idFor(kind, settings.name), settings);
      const formerId = uniqueTerraformName(
        writtenOut(this, `${kind}_${renamedFrom ?? settings.name}`),
        (id) => formerly.has(id),
      );
      formerly.add(formerId);
      if (renamedFrom !== undefined) this.renamed.add(made[1], formerId);
      return made;
    });
  }

  private enrollmentToken(
    id: string,
    settings: EnrollmentTokenSettings,
    connector: AgentConnector,
    groups: ReadonlyMap<string, DeviceAccessGroup>,
  ): EnrollmentToken {
    const { deviceAccessGroup, ...props } = settings;
    const token = new EnrollmentToken(this, id, {
      ...props,
      connector,
      deviceAccessGroup: deviceAccessGroup === undefined ? undefined : groups.get(deviceAccessGroup),
    });
    if (token.key !== undefined)
      new TerraformOutput(this, `${id}_key`, { value: token.key, sensitive: true });
    return token;
  }

  private idFor(kind: string, name: string): string {
    return uniqueTerraformName(
      writtenOut(this, `${kind}_${name}`),
      (id) => this.node.tryFindChild(id) !== undefined,
    );
  }

  private output(name: string, value: string | number): void {
    new TerraformOutput(this, name, { value });
  }
}

const stacks = new ByApp<AgentStack>();

/** In the form in which cdktf tells what validations find, for those who leave validations out. */
function refusal(path: string, mistakes: readonly string[]): string {
  const lines = mistakes.map((mistake) => `  [${path}] ${mistake}`);
  return ["Validation failed with the following errors:", ...lines].join("\n");
}
