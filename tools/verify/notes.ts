import type { Group } from "../authentik/objects";
import { attribute, resourcesOf } from "../managed-set-up";
import type { Evidence } from "./rule";
import { usedMappings } from "./rules/provider";
import { expectedMapping } from "./scope-mapping-lock";

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
    ...lastingTokens(evidence),
    ...unrecordedMappings(evidence),
  ];
}

function openApplication({ live }: Evidence): string[] {
  const { application } = live;
  const open = application && live.bindings[application.pk]?.length === 0;
  return open ? [`application "${application.slug}" has no binding: everyone who can log in may use it`] : [];
}

function membership({ name, is_superuser, users }: Group, { live }: Evidence): string {
  const count = users?.length ?? "an unknown number of";
  const members = `group "${name}" has ${count} ${count === 1 ? "member" : "members"} of its own`;
  if (is_superuser) return `${members} and makes superusers`;
  if (live.superusers === undefined || users === undefined) return members;
  const superusers = live.superusers.filter((user) => users.includes(user.pk));
  return superusers.length === 0
    ? `${members}, no superuser`
    : `${members}, among them the superusers ${superusers.map((user) => user.username).join(", ")}`;
}

function boundSuperusers({ live }: Evidence): string[] {
  const bound = Object.values(live.bindings).flat();
  return (live.superusers ?? [])
    .filter((user) => bound.some((binding) => binding.user === user.pk))
    .map((user) => `user "${user.username}" is bound and a superuser`);
}

function lastingTokens({ managed }: Evidence): string[] {
  return resourcesOf(managed, "authentik_endpoints_connector_agent_enrollment_token")
    .filter((token) => token.configured?.expiring === false)
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
