import type { Group, PolicyBinding } from "../../authentik/objects";
import { meaningOf, means } from "../../set-up/meaning";
import {
  attribute,
  deployedIds,
  isConfigured,
  lookedUp,
  resourcesOf,
  type SetUpObject,
} from "../../set-up/set-up";
import type { ManagedSetUp } from "../../set-up/stack";
import { cliApplication } from "../../set-up/the-agents";
import type { Evidence, Rule, Sighting } from "../rule";
import { superuserGroupAround } from "../superuser-groups";

export const accessRules: readonly Rule[] = [
  {
    code: "unmanaged-application-binding",
    severity: "changes access",
    consequence: "who may use the agent's CLI is not what the configuration says",
    sightings: (evidence) => {
      const { application } = evidence.live;
      if (!application || !evidence.managed.deployed) return [];
      return unmanaged(evidence, application.pk).map((binding) =>
        unmanagedSighting(
          binding,
          `application "${application.slug}"`,
          "cli.access",
          "Applications > Applications",
        ),
      );
    },
  },
  {
    code: "unmanaged-device-access-binding",
    severity: "changes access",
    consequence: "who may log in to the devices of this group is not what the configuration says",
    sightings: (evidence) =>
      resourcesOf(evidence.managed, "authentik_endpoints_device_access_group").flatMap((group) =>
        unmanaged(evidence, group.deployed?.id).map((binding) =>
          unmanagedSighting(
            binding,
            `device access group "${attribute(group, "name")}"`,
            "deviceAccessGroups[].access",
            "Endpoint Devices > Device access groups",
          ),
        ),
      ),
  },
  {
    code: "open-application",
    severity: "weakens security",
    consequence: "everyone who can log in to authentik may use the agent's CLI",
    sightings: ({ managed, live }) => {
      const configured = bindingsOf(managed, cliApplication(managed));
      const { application } = live;
      if (!application || !managed.deployed || configured.length === 0) return [];
      const inForce = live.bindings[application.pk]?.filter((binding) => binding.enabled);
      if (inForce === undefined || inForce.length > 0) return [];
      return [
        {
          subject: `application "${application.slug}"`,
          message: `of ${configured.length} configured bindings none is in force`,
          remedy:
            "run terraform apply, which creates them again; where the configuration disables them all, enable one",
        },
      ];
    },
  },
  {
    code: "empty-access-group",
    severity: "breaks logins",
    consequence: "the binding lets nobody in",
    sightings: (evidence) =>
      groupsLetIn(evidence)
        .filter((group) => group.users?.length === 0 && !group.children?.length)
        .map((group) => ({
          subject: `group "${group.name}"`,
          message: "the group is bound and has no members",
          remedy: "add members under Directory > Groups, or bind another group",
        })),
  },
  {
    code: "access-group-became-superuser",
    severity: "weakens security",
    consequence: "every member of the group has become an administrator of authentik",
    sightings: ({ managed, live }) =>
      live.groups.flatMap((group) => {
        const before = lookedUp(managed, "authentik_group", group.pk)?.deployed;
        if (before?.is_superuser !== false) return [];
        const subject = `group "${group.name}"`;
        if (group.is_superuser) {
          return [
            {
              subject,
              message: "the group was made a superuser group since the last apply",
              remedy:
                "take the superuser status away under Directory > Groups, or run terraform apply to accept it",
            },
          ];
        }
        const outer = superuserGroupAround(group, live, (before.parents ?? []) as readonly string[]);
        if (!outer) return [];
        return [
          {
            subject,
            message: `the group was put inside the superuser group "${outer.name}" since the last apply`,
            remedy: `take it out of "${outer.name}" under Directory > Groups, or run terraform apply to accept it`,
          },
        ];
      }),
  },
  {
    code: "missing-policy",
    severity: "breaks logins",
    consequence: "the apply fails at the binding, so access stays as it was",
    sightings: ({ managed, live }) =>
      resourcesOf(managed, "authentik_policy_binding")
        .filter((binding) => live.missingPolicies.includes(String(binding.configured?.policy)))
        .map((binding) => ({
          subject: binding.address,
          message: `there is no policy ${binding.configured?.policy}`,
          remedy: "copy the UUID from the policy's page under Customization > Policies",
        })),
  },
];

/** The bindings of a target that Terraform does not know. */
export function unmanaged({ managed, live }: Evidence, target: unknown): readonly PolicyBinding[] {
  const known = deployedIds(managed, "authentik_policy_binding");
  return (live.bindings[String(target)] ?? []).filter((binding) => !known.includes(binding.pk));
}

export function unmanagedSighting(
  binding: PolicyBinding,
  subject: string,
  setting: string,
  page: string,
): Sighting {
  const qualities = [binding.negate ? "negated" : "", binding.enabled ? "" : "disabled"].filter(
    (each) => each !== "",
  );
  const quality = qualities.length === 0 ? "" : ` (${qualities.join(", ")})`;
  return {
    subject,
    message: `${whoIsBound(binding)} is bound${quality} and Terraform does not manage the binding`,
    remedy: `remove it under ${page} > Policy / Group / User Bindings, or add it to ${setting} in the configuration`,
  };
}

function whoIsBound(binding: PolicyBinding): string {
  if (binding.group !== null) return `group "${binding.group_obj?.name ?? binding.group}"`;
  if (binding.user !== null) return `user "${binding.user_obj?.username ?? binding.user}"`;
  return `policy "${binding.policy_obj?.name ?? binding.policy}"`;
}

/** The groups that a binding of ours is meant to let in. */
function groupsLetIn({ managed, live }: Evidence): readonly Group[] {
  const known = deployedIds(managed, "authentik_policy_binding");
  const bindings = Object.values(live.bindings)
    .flat()
    .filter(({ pk, enabled, negate }) => known.includes(pk) && enabled && !negate);
  return live.groups.filter((group) => bindings.some((binding) => binding.group === group.pk));
}

/** The configured bindings that are to guard an object. */
function bindingsOf(managed: ManagedSetUp, object: SetUpObject | undefined): readonly SetUpObject[] {
  return resourcesOf(managed, "authentik_policy_binding").filter(
    (binding) =>
      object && isConfigured(managed, binding) && means(meaningOf(managed, binding, "target"), object),
  );
}
