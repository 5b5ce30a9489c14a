import * as objects from "../objects";
import { attributesWith, managedType, objectType } from "../objects";
import type { Collection } from "../objects/object-type";
import { resourcesOf, type SetUp, type SetUpObject } from "./set-up";

/** Whose token it is: plan and drift only read, apply and repair write. */
export type Identity = "plan" | "apply";

export interface NeededPermissions {
  /** As Django names them, each once, sorted. */
  readonly permissions: readonly string[];
  /** Terraform types of authentik's of which nothing is known, so that their permissions are missing. */
  readonly unknownTypes: readonly string[];
}

type Action = "view" | "add" | "change" | "delete";

const READING: readonly Action[] = ["view"];
/** A brand is adopted and released, never made or deleted. */
const ADOPTING: readonly Action[] = ["view", "change"];
const OWNING: readonly Action[] = ["view", "add", "change", "delete"];

/** What an identity must be allowed so that Terraform and the tools work on a set-up, and nothing more. */
export function neededPermissions(setUp: SetUp, identity: Identity): NeededPermissions {
  const all = [...terraformPermissions(setUp, identity), ...toolPermissions(setUp, identity)];
  const unknown = setUp.objects.filter(({ mode, type }) => isAuthentiks(type) && !isKnown(mode, type));
  return {
    permissions: [...new Set(all)].sort(),
    unknownTypes: [...new Set(unknown.map(({ type }) => type))].sort(),
  };
}

/** What Terraform's provider asks authentik for. */
export function terraformPermissions(setUp: SetUp, identity: Identity): string[] {
  return setUp.objects.flatMap((object) => ofObject(object, identity));
}

/** What the tools read beside it: for verify, and for a plan who changed what. */
export function toolPermissions(setUp: SetUp, identity: Identity): string[] {
  const bindsPolicies = resourcesOf(setUp, objects.policyBinding.type).some(
    (binding) => (binding.configured ?? binding.deployed)?.policy !== undefined,
  );
  const read: readonly Collection[] = [
    objects.application.api,
    objects.provider.api,
    objects.brand.api,
    objects.connector.api,
    objects.enrollmentToken.api,
    objects.scopeMapping.api,
    objects.flow.api,
    objects.flowStageBinding.api,
    objects.certificate.api,
    objects.policyBinding.api,
    objects.group.api,
    objects.user.api,
    ...(bindsPolicies ? [objects.policy.api] : []),
    ...(identity === "plan" ? [objects.event] : []),
  ];
  return read.map((collection) => permission("view", collection));
}

function ofObject({ mode, type, configured, deployed }: SetUpObject, identity: Identity): string[] {
  const managed = mode === "managed" ? managedType(type) : undefined;
  if (!managed) {
    const api = mode === "data" ? objectType(type)?.api : undefined;
    return api ? [permission("view", api)] : [];
  }
  const writing = managed.isPartlyManaged ? ADOPTING : OWNING;
  const actions = identity === "plan" ? READING : writing;
  const values = configured ?? deployed ?? {};
  const further = attributesWith(managed, (each) => each.permission).filter((name) => values[name] === true);
  return [
    ...actions.map((action) => permission(action, managed.api)),
    ...further.map((name) => `${managed.api.app}.${managed.attributes[name]?.permission}`),
  ];
}

const permission = (action: Action, { app, model }: Collection): string => `${app}.${action}_${model}`;

const isAuthentiks = (type: string): boolean => type.startsWith("authentik_");

const isKnown = (mode: string, type: string): boolean =>
  mode === "data" ? objectType(type)?.api !== undefined : managedType(type) !== undefined;
