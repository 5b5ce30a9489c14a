import type { Group, PolicyBinding } from "../../authentik/objects";
import * as objects from "../../objects";
import { meaningOf, means } from "../../set-up/meaning";
import {
  attribute,
  deployedIds,
  isConfigured,
  lookedUp,
  type SetUpObject as ManagedObject,
  resourcesOf,
} from "../../set-up/set-up";
import type { ManagedSetUp } from "../../set-up/stack";
import { cliApplication } from "../../set-up/the-agents";
import { isApprovedRequest } from "../access-requests";
import { whyEmpty } from "../group-members";
import type { Evidence, Found, Rule } from "../rule";
import { superuserGroupAround } from "../superuser-groups";

/** What an apply records is what the group itself is, not what those around it are. */
const MEANT = "if that is meant, make the group itself a superuser group and run agent-stack apply";

export const accessRules: readonly Rule[] = [
  {
    code: "unmanaged-application-binding",
    severity: "changes access",
    consequence: "who may use the agent's CLI is not what the configuration says",
    findings: (evidence) => {
      const { application } = evidence.live;
      if (!application || !evidence.managed.deployed) return [];
      const { pk, policy_engine_mode: mode } = application;
      return unmanagedAccess(
        evidence,
        { id: pk, mode, isOpenWithout: true },
        `application "${application.slug}"`,
        "cli.access",
        objects.application.adminPage,
      );
    },
  },
  {
    code: "unmanaged-device-access-binding",
    severity: "changes access",
    consequence: "who may log in to the devices of this group is not what the configuration says",
    findings: (evidence) =>
      resourcesOf(evidence.managed, objects.deviceAccessGroup.type).flatMap((group) =>
        unmanagedAccess(
          evidence,
          { id: group.deployed?.id, mode: "any" },
          `device access group "${attribute(group, "name")}"`,
          "deviceAccessGroups[].access",
          objects.deviceAccessGroup.adminPage,
        ),
      ),
  },
  {
    code: "open-application",
    severity: "weakens security",
    consequence: "everyone who can log in to authentik may use the agent's CLI",
    findings: ({ managed, live }) => {
      const configured = bindingsOf(managed, cliApplication(managed));
      const { application } = live;
      if (!application || !managed.deployed || configured.length === 0) return [];
      // Bindings that the token's user may not see can be in force.
      const isHidden = live.lost.some(({ address }) => configured.some((each) => each.address === address));
      if (isHidden && !live.seesEverything) return [];
      const inForce = live.bindings[application.pk]?.filter((binding) => binding.enabled);
      if (inForce === undefined || inForce.length > 0) return [];
      return [
        {
          subject: `application "${application.slug}"`,
          address: configured[0]?.address,
          message: `none of the ${configured.length} configured bindings is in force`,
          remedy:
            "run agent-stack apply, which creates them again; where the configuration disables them all, enable one",
        },
      ];
    },
  },
  {
    code: "empty-access-group",
    severity: "breaks logins",
    consequence: "the binding lets nobody in",
    findings: (evidence) => [
      ...groupsLetIn(evidence).flatMap((group) => {
        const why = whyEmpty(group, evidence.live);
        if (why === undefined) return [];
        const remedy = `add members under ${objects.group.adminPage} or activate them under ${objects.user.adminPage}, or bind another group`;
        return [{ subject: `group "${group.name}"`, message: `the group is bound and ${why}`, remedy }];
      }),
      ...bindingsLettingIn(evidence)
        .filter(({ user_obj }) => user_obj?.is_active === false)
        .map(({ user, user_obj }) => ({
          subject: `user "${user_obj?.username ?? user}"`,
          message: "the user is bound and deactivated",
          remedy: `activate the user under ${objects.user.adminPage}, or take it out of the configuration`,
        })),
    ],
  },
  {
    code: "access-group-became-superuser",
    severity: "weakens security",
    consequence: "every member of the group is an administrator of authentik",
    findings: ({ managed, live }) =>
      live.groups.flatMap((group) => {
        const before = lookedUp(managed, objects.group.type, group.pk)?.deployed;
        if (before?.is_superuser !== false) return [];
        const subject = `group "${group.name}"`;
        if (group.is_superuser) {
          return [
            {
              subject,
              message: "the group was made a superuser group since the last apply",
              remedy: `take the superuser status away under ${objects.group.adminPage}, or run agent-stack apply to accept it`,
            },
          ];
        }
        const known = (before.parents ?? []) as readonly string[];
        const joined = superuserGroupAround(group, live, known);
        if (joined) {
          return [
            {
              subject,
              message: `the group was put inside the superuser group "${joined.name}" since the last apply`,
              remedy: `take it out of "${joined.name}" under ${objects.group.adminPage}, or ${MEANT}`,
            },
          ];
        }
        // Of the groups around one, the state has the ids and not what they may do.
        const outer = superuserGroupAround(group, live);
        if (!outer) return [];
        return [
          {
            subject,
            message: `its members are superusers through the group "${outer.name}", and the last apply recorded it as a group that makes no superusers`,
            remedy: `take the superuser status away from "${outer.name}" or the group out of it, under ${objects.group.adminPage}, or ${MEANT}`,
          },
        ];
      }),
  },
  {
    code: "missing-policy",
    severity: "breaks logins",
    consequence:
      "an apply fails at the binding; if it was deployed, authentik deleted it together with the policy",
    findings: ({ managed, live }) =>
      resourcesOf(managed, objects.policyBinding.type)
        .filter((binding) => live.missingPolicies.includes(String(binding.configured?.policy)))
        .map((binding) => ({
          subject: binding.address,
          message: `there is no policy ${binding.configured?.policy}`,
          remedy: `copy the UUID from the policy's page under ${objects.policy.adminPage}`,
        })),
  },
];

/** The bindings of a target that Terraform does not know, without those that approved access requests made. */
export function unmanaged(evidence: Evidence, target: unknown): readonly PolicyBinding[] {
  const { managed, live } = evidence;
  const known = deployedIds(managed, objects.policyBinding.type);
  return bindingsThere(evidence, target).filter(
    (binding) => !known.includes(binding.pk) && !isApprovedRequest(binding, String(target), live),
  );
}

function bindingsThere({ live }: Evidence, target: unknown): readonly PolicyBinding[] {
  return live.bindings[String(target)] ?? [];
}

/** How an object joins its bindings, and whether everyone gets in where it has none. */
interface Joining {
  readonly mode?: string;
  readonly isOpenWithout?: boolean;
}

/** The bindings of a target that let people in and that Terraform does not know, each with what it does. */
export function unmanagedAccess(
  evidence: Evidence,
  { id, ...target }: Joining & { readonly id: unknown },
  subject: string,
  setting: string,
  page: string,
): Found[] {
  return unmanaged(evidence, id).map((binding) => {
    const finding = unmanagedFinding(binding, subject, setting, page);
    const effect = effectOf(binding, bindingsThere(evidence, id), target);
    return { ...finding, message: `${finding.message}, ${effect}` };
  });
}

/** What a binding does to people, beside the others of its target. */
export function effectOf(binding: PolicyBinding, all: readonly PolicyBinding[], target: Joining): string {
  if (!binding.enabled) return "which has no effect as long as it is disabled";
  const isOnly = all.every(({ pk, enabled }) => pk === binding.pk || !enabled);
  const keepsOut = target.mode === "all" || (target.isOpenWithout === true && isOnly);
  const isAboutNamed = binding.negate === keepsOut;
  if (binding.policy !== null) {
    return `so that everyone who ${isAboutNamed ? "passes" : "does not pass"} it ${keepsOut ? "is kept out" : "gets in"}`;
  }
  if (!isAboutNamed) return `so that everyone else ${keepsOut ? "is kept out" : "gets in"}`;
  return `so that they ${keepsOut ? "are kept out" : "get in"}`;
}

export function unmanagedFinding(
  binding: PolicyBinding,
  subject: string,
  setting: string,
  page: string,
): Found {
  const qualities = [binding.negate ? "negated" : "", binding.enabled ? "" : "disabled"].filter(
    (each) => each !== "",
  );
  const quality = qualities.length === 0 ? "" : ` (${qualities.join(", ")})`;
  return {
    subject,
    unmanaged: { type: objects.policyBinding.type, id: binding.pk },
    message: `${whoIsBound(binding)} is bound${quality} and Terraform does not manage the binding`,
    remedy: `remove it under ${page} > Policy / Group / User Bindings, or add it to ${setting} in the configuration`,
  };
}

export function whoIsBound(binding: PolicyBinding): string {
  if (binding.group !== null) return `group "${binding.group_obj?.name ?? binding.group}"`;
  if (binding.user !== null) return `user "${binding.user_obj?.username ?? binding.user}"`;
  return `policy "${binding.policy_obj?.name ?? binding.policy}"`;
}

/** The groups that a binding of ours is meant to let in. */
function groupsLetIn(evidence: Evidence): readonly Group[] {
  const bound = new Set(bindingsLettingIn(evidence).map(({ group }) => group));
  return evidence.live.groups.filter(({ pk }) => bound.has(pk));
}

/** The bindings of ours that are meant to let somebody in. */
function bindingsLettingIn({ managed, live }: Evidence): readonly PolicyBinding[] {
  const known = new Set(deployedIds(managed, objects.policyBinding.type));
  return Object.values(live.bindings)
    .flat()
    .filter(({ pk, enabled, negate }) => known.has(pk) && enabled && !negate);
}

/** The configured bindings that are to guard an object. */
export function bindingsOf(
  managed: ManagedSetUp,
  object: ManagedObject | undefined,
): readonly ManagedObject[] {
  return resourcesOf(managed, objects.policyBinding.type).filter(
    (binding) =>
      object && isConfigured(managed, binding) && means(meaningOf(managed, binding, "target"), object),
  );
}
