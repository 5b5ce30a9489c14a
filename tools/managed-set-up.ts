import { withoutIndexes } from "./set-up/address";

type Attributes = Readonly<Record<string, unknown>>;

/** The parts we read of `cdk.tf.json`. */
export interface SynthesisedStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, { readonly version?: string }>>;
  };
}

/** The parts we read of `terraform show -json`, of a state or of a plan's prior state. */
export interface StateJson {
  readonly values?: {
    readonly root_module?: {
      readonly resources?: readonly {
        readonly address: string;
        readonly mode: string;
        readonly type: string;
        readonly name: string;
        readonly values: Attributes;
      }[];
    };
  };
}

/** One resource or data source as the configuration wants it and as Terraform last saw it. */
export interface ManagedObject {
  readonly address: string;
  readonly type: string;
  /** Undefined where only the state has it. */
  readonly configured?: Attributes;
  /** Undefined where it is not deployed. */
  readonly deployed?: Attributes;
  /** Id, or the expression for it, by which the configuration imports the object where it is not deployed. */
  readonly importId?: string;
}

/** What Terraform manages of one environment, the side that a verification compares the live server with. */
export interface ManagedSetUp {
  readonly environment: string;
  /** False where the state is empty: then only names, slugs and client ids can be compared. */
  readonly deployed: boolean;
  /** The version constraint of the authentik provider. */
  readonly providerConstraint?: string;
  readonly objects: readonly ManagedObject[];
}

/** Joins configuration and state by Terraform address. */
export function managedSetUp(environment: string, stack: SynthesisedStack, state: StateJson): ManagedSetUp {
  const objects = new Map<string, ManagedObject>();
  const importIds = new Map((stack.import ?? []).map(({ to, id }) => [to, id]));
  const modes = [
    ["", stack.resource],
    ["data.", stack.data],
  ] as const;
  for (const [prefix, types] of modes) {
    for (const [type, named] of Object.entries(types ?? {})) {
      for (const [name, configured] of Object.entries(named)) {
        const address = `${prefix}${type}.${name}`;
        objects.set(address, { address, type, configured, importId: importIds.get(address) });
      }
    }
  }
  const resources = state.values?.root_module?.resources ?? [];
  for (const { address, type, values } of resources) {
    // Instances of for_each are configured once, as their resource.
    const configured = objects.get(withoutIndexes(address));
    objects.set(address, { ...configured, address, type, deployed: values });
  }
  return {
    environment,
    deployed: resources.some((each) => each.mode === "managed"),
    providerConstraint: stack.terraform?.required_providers?.authentik?.version,
    objects: [...objects.values()],
  };
}

/** The resources of a type, without data sources. */
export function resourcesOf(setUp: ManagedSetUp, type: string): readonly ManagedObject[] {
  return setUp.objects.filter((each) => each.address.startsWith(`${type}.`));
}

/** The agent's OAuth2 provider: where a stack has several, the one whose tokens the connector accepts. */
export function cliProvider(setUp: ManagedSetUp): ManagedObject | undefined {
  const providers = resourcesOf(setUp, "authentik_provider_oauth2");
  const accepted = resourcesOf(setUp, "authentik_endpoints_connector_agent").map(
    ({ configured }) => configured?.jwt_federation_providers,
  );
  return providers.find((each) => accepted.some((value) => refersTo(value, each))) ?? providers[0];
}

/** The application of that provider. */
export function cliApplication(setUp: ManagedSetUp): ManagedObject | undefined {
  const provider = cliProvider(setUp);
  const applications = resourcesOf(setUp, "authentik_application");
  const ofProvider = ({ configured }: ManagedObject) => refersTo(configured?.protocol_provider, provider);
  return applications.find(ofProvider) ?? applications[0];
}

/** The device code flow: made here or existing, the one that our brands refer to. */
export function deviceCodeFlow(setUp: ManagedSetUp): ManagedObject | undefined {
  const brands = resourcesOf(setUp, "authentik_brand");
  const flows = setUp.objects.filter(({ type }) => type === "authentik_flow");
  const ofBrand = (flow: ManagedObject) =>
    brands.some(({ configured }) => refersTo(configured?.flow_device_code, flow));
  return flows.find(ofBrand) ?? resourcesOf(setUp, "authentik_flow")[0];
}

/** The data source of a type that read the object of this id. */
export function lookedUp(setUp: ManagedSetUp, type: string, id: string): ManagedObject | undefined {
  return setUp.objects.find(
    (object) => object.address.startsWith(`data.${type}.`) && object.deployed?.id === id,
  );
}

/** An attribute as deployed or, where it is written out, as configured. */
export function attribute(object: ManagedObject | undefined, name: string): string | undefined {
  const deployed = object?.deployed?.[name];
  if (deployed !== undefined && deployed !== null) return String(deployed);
  const configured = object?.configured?.[name];
  if (configured === undefined || configured === null || isReference(configured)) return undefined;
  return String(configured);
}

/** The ids under which authentik knows the deployed resources of a type. */
export function deployedIds(setUp: ManagedSetUp, type: string): readonly string[] {
  return resourcesOf(setUp, type).flatMap((each) => (each.deployed ? [String(each.deployed.id)] : []));
}

/** Whether a configured value takes something from an object. */
function refersTo(value: unknown, object: ManagedObject | undefined): boolean {
  return object !== undefined && JSON.stringify(value ?? "").includes(`\${${object.address}.`);
}

/** Whether a configured value is an expression that only Terraform can resolve. */
export function isReference(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}
