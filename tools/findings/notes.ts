import type { Group, User } from "../authentik/objects";
import * as objects from "../objects";
import { attribute, resourcesOf, wantedValue } from "../set-up/set-up";
import { answersTo, brandOf } from "./brand-matching";
import type { LiveSetUp } from "./live-set-up";
import type { Evidence } from "./rule";
import { usedMappings } from "./rules/provider";
import { expectedMapping } from "./scope-mapping-lock";
import { signingFault } from "./signing-keys";
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
    ...brandsOfOtherPorts(evidence),
    ...otherHosts(evidence),
    ...newerKeys(evidence),
    ...unrecordedMappings(evidence),
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

/** Brands that whoever made them may believe to be those of the server's own address. */
function brandsOfOtherPorts({ live: { url, brands = [] } }: Evidence): string[] {
  const { host, hostname } = new URL(url);
  if (host === hostname) return [];
  const answering = brandOf(host, brands)?.domain;
  return brands
    .filter(({ domain }) => answersTo(domain, hostname) && !answersTo(domain, host))
    .map(
      ({ domain }) =>
        `brand "${domain}" does not answer for ${host}, as authentik compares the port too: ${answering === undefined ? "no brand" : `brand "${answering}"`} does`,
    );
}

/** What stands before authentik may tell it another host than it was asked for. */
function otherHosts({ live: { url, brands, answeringDomain } }: Evidence): string[] {
  const { host } = new URL(url);
  const chosen = brands && brandOf(host, brands)?.domain;
  if (chosen === undefined || answeringDomain === undefined || chosen === answeringDomain) return [];
  return [
    `authentik answers at ${host} as brand "${answeringDomain}", where its brands say "${chosen}": what stands before it tells it another host`,
  ];
}

function newerKeys({ live }: Evidence): string[] {
  return live.certificates
    .filter((pair) => /^ed/.test(pair.key_type ?? "") && signingFault(pair, live.version) === undefined)
    .map(
      ({ name }) =>
        `certificate "${name}" has a key of a kind with which authentik 2026.5 cannot sign; that this release can is not tried here, verify --probe shows it`,
    );
}

function unrecordedMappings(evidence: Evidence): string[] {
  const { managed, live, lock } = evidence;
  // With records it is a finding.
  if (lock.scopeMappings[managed.environment]) return [];
  return usedMappings(evidence)
    .filter((mapping) => expectedMapping(lock, managed.environment, mapping, live.version) === undefined)
    .map(
      (mapping) =>
        `scope mapping "${mapping.name}" is not recorded: review it, then run agent-stack verify --accept`,
    );
}
