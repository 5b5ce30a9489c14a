import type { Group, User } from "../authentik/objects";
import * as objects from "../objects";
import { attribute, resourcesOf, wantedValue } from "../set-up/set-up";
import type { LiveSetUp } from "./live-set-up";
import type { Evidence } from "./rule";
import { usedMappings } from "./rules/provider";
import { tokenNotes } from "./rules/token";
import { expectedMapping } from "./scope-mapping-lock";
import { superuserGroupAround } from "./superuser-groups";

/** What a reviewer should know and nobody needs to act on. */
export function notes(evidence: Evidence): string[] {
  const { managed, live } = evidence;
  return [
    `authentik ${live.version ?? "of unknown version"} at ${live.url}, provider ${managed.providerConstraint ?? "of any version"}`,
    ...(managed.deployed
      ? openApplication(evidence)
      : ["nothing is deployed yet: only names, slugs and client ids were compared"]),
    ...live.groups.map((group) => membership(group, evidence)),
    ...boundSuperusers(evidence),
    ...boundPolicies(evidence),
    ...lastingTokens(evidence),
    ...unrecordedMappings(evidence),
    ...tokenNotes(evidence),
  ];
}

function openApplication({ live }: Evidence): string[] {
  const { application } = live;
  const open = application && live.bindings[application.pk]?.length === 0;
  return open ? [`application "${application.slug}" has no binding: everyone who can log in may use it`] : [];
}

function membership(group: Group, { live }: Evidence): string {
  const { name, users } = group;
  const count = users?.length ?? "an unknown number of";
  const own = `group "${name}" has ${count} ${count === 1 ? "member" : "members"} of its own`;
  return `${own}${amongMembers(group, live.superusers)}${insideOf(group)}${makingSuperusers(group, live)}`;
}

function amongMembers({ users }: Group, superusers: readonly User[] | undefined): string {
  if (superusers === undefined || users === undefined) return "";
  const names = superusers.filter(({ pk }) => users.includes(pk)).map(({ username }) => username);
  return names.length === 0
    ? ", none of them in a superuser group"
    : `, among them the superusers ${names.join(", ")}`;
}

/** The groups inside a group, whose members count too. */
function insideOf({ children, children_obj }: Group): string {
  if (!children?.length) return "";
  const names = children_obj?.map(({ name }) => `"${name}"`).join(", ");
  return `, and those of ${names ?? `${children.length} groups inside it`}`;
}

function makingSuperusers(group: Group, live: LiveSetUp): string {
  if (group.is_superuser) return "; it makes superusers";
  const outer = superuserGroupAround(group, live);
  return outer ? `; it makes superusers, as it is inside "${outer.name}"` : "";
}

function boundSuperusers({ live }: Evidence): string[] {
  const bound = Object.values(live.bindings).flat();
  return (live.superusers ?? [])
    .filter((user) => bound.some((binding) => binding.user === user.pk))
    .map((user) => `user "${user.username}" is bound and a superuser`);
}

function boundPolicies({ live }: Evidence): string[] {
  const bound = Object.values(live.bindings).flat();
  const names = bound.flatMap(({ policy, policy_obj }) => (policy ? [policy_obj?.name ?? policy] : []));
  return [...new Set(names)].map(
    (name) => `policy "${name}" is bound; whether its content was changed is not looked at`,
  );
}

function lastingTokens({ managed }: Evidence): string[] {
  return resourcesOf(managed, objects.enrollmentToken.type)
    .filter((token) => wantedValue(managed, token, "expiring") === false)
    .map((token) => `enrollment token "${attribute(token, "name")}" never expires, as configured`);
}

function unrecordedMappings(evidence: Evidence): string[] {
  const { managed, live, lock } = evidence;
  return usedMappings(evidence)
    .filter((mapping) => expectedMapping(lock, managed.environment, mapping, live.version) === undefined)
    .map(
      (mapping) =>
        `scope mapping "${mapping.name}" is not recorded: review it, then run agent-stack verify --accept`,
    );
}
