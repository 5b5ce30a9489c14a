import { application } from "./application";
import { brand } from "./brand";
import { certificate } from "./certificate";
import { cliApplication, cliApplicationProvider } from "./cli-application";
import { connector } from "./connector";
import { deviceAccessGroup } from "./device-access-group";
import { endpointStage } from "./endpoint-stage";
import { enrollmentToken } from "./enrollment-token";
import { event } from "./event";
import { flow } from "./flow";
import { flowStageBinding } from "./flow-stage-binding";
import { group } from "./group";
import type {
  Attribute,
  AttributeSetting,
  Collection,
  ManagedAttribute,
  ManagedType,
  ObjectType,
} from "./object-type";
import { otherProvider } from "./other-provider";
import { policy } from "./policy";
import { policyBinding } from "./policy-binding";
import { provider } from "./provider";
import { scopeMapping } from "./scope-mapping";
import { source } from "./source";
import { stage } from "./stage";
import { user } from "./user";

export {
  application,
  brand,
  certificate,
  connector,
  deviceAccessGroup,
  endpointStage,
  enrollmentToken,
  event,
  flow,
  flowStageBinding,
  group,
  policy,
  policyBinding,
  provider,
  scopeMapping,
  user,
};

/** The types whose objects we make or adopt, in the documentation's order. */
export const MANAGED: readonly ManagedType[] = [
  flow,
  brand,
  provider,
  application,
  policyBinding,
  connector,
  deviceAccessGroup,
  enrollmentToken,
  endpointStage,
  flowStageBinding,
];

/** Of types of which applications of the command line have objects too: what is known of those. */
export const OF_CLI_APPLICATIONS: readonly ManagedType[] = [cliApplicationProvider, cliApplication];

/** Every type that the tools know something of. */
export const OBJECTS: readonly ObjectType[] = [
  ...MANAGED,
  certificate,
  scopeMapping,
  group,
  user,
  policy,
  source,
  stage,
  otherProvider,
];

/** What the tools ask authentik for. */
export const COLLECTIONS: readonly Collection[] = [...OBJECTS.flatMap(({ api }) => api ?? []), event];

const BY_TYPE = new Map(OBJECTS.flatMap((each) => typesOf(each).map((type) => [type, each] as const)));
const MANAGED_BY_TYPE = new Map(MANAGED.map((each) => [each.type, each]));
const OF_CLI_APPLICATIONS_BY_TYPE = new Map(OF_CLI_APPLICATIONS.map((each) => [each.type, each]));
const BY_KIND = new Map(OBJECTS.map((each) => [each.kind, each]));

/** What is known of a Terraform type, be it a resource's or a data source's. */
export function objectType(type: string): ObjectType | undefined {
  return BY_TYPE.get(type);
}

/**
 * What is known of a type whose objects we make or adopt.
 *
 * @param isOfCliApplication whether it is about the object of an application of the command line. @default false
 */
export function managedType(type: string, isOfCliApplication = false): ManagedType | undefined {
  return (
    (isOfCliApplication ? OF_CLI_APPLICATIONS_BY_TYPE.get(type) : undefined) ?? MANAGED_BY_TYPE.get(type)
  );
}

/** The type of what people call so. @throws Error where there is none */
export function typeOfKind(kind: string): ObjectType {
  const found = BY_KIND.get(kind);
  if (!found) throw new Error(`no type is called ${kind}`);
  return found;
}

/** All Terraform types of such objects. */
export function typesOf({ type, alsoTypes = [] }: ObjectType): readonly string[] {
  return [type, ...alsoTypes];
}

/** Attributes by which other objects refer to one of this type; those that are usual where we do not know it. */
export function handlesOf(type: string): readonly string[] {
  const known = BY_TYPE.get(type);
  return known ? attributesWith(known, ({ isHandle }) => isHandle) : USUAL_HANDLES;
}

const USUAL_HANDLES = ["id", "uuid", "pk"];

/** Attributes of a type for which something holds. */
export function attributesWith<A extends Attribute>(
  { attributes }: { readonly attributes: Readonly<Record<string, A>> },
  holds: (attribute: A) => unknown,
): string[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => (holds(attribute) ? [name] : []));
}

/** The field in which the API has an attribute. */
export function fieldOf({ attributes }: ObjectType, attribute: string): string {
  return attributes[attribute]?.field ?? attribute;
}

/** The settings that keep an attribute as it is in authentik, undefined where the configuration has none. */
export function settingOf(attribute: ManagedAttribute): AttributeSetting | undefined {
  if (!("setting" in attribute)) return undefined;
  const { setting } = attribute;
  return typeof setting === "string" ? { names: [setting] } : setting;
}
