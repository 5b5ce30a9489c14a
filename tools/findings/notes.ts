import type { Group } from "../authentik/objects";
import * as objects from "../objects";
import { attribute, resourcesOf, wantedValue } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { deployedCliApplications } from "../set-up/the-agents";
import { approvedRequests } from "./access-requests";
import { answersTo, brandOf } from "./brand-matching";
import type { LiveSetUp } from "./live-set-up";
import type { Evidence } from "./rule";
import { whoIsBound } from "./rules/access";
import { brandOfOthers } from "./rules/brands";
import { reviewedMappings } from "./rules/provider";
import { tokenNotes } from "./rules/token";
import { expectedMapping } from "./scope-mapping-lock";
import { signingFault } from "./signing-keys";
import { superuserGroupAround } from "./superuser-groups";
import { upgradeNotes } from "./upgrade";

/** What a reviewer should know and nobody needs to act on. */
export function notes(evidence: Evidence): string[] {
  const { managed, live } = evidence;
  return [
    `authentik ${live.version ?? "of unknown version"} at ${live.url}, provider ${managed.providerConstraint ?? "of any version"}`,
    ...(managed.deployed
      ? openApplications(evidence)
      : ["nothing is deployed yet: only names, slugs and client ids were compared"]),
    ...requestedAccess(evidence),
    ...memberships(evidence),
    ...boundSuperusers(evidence),
    ...boundPolicies(evidence),
    ...lastingTokens(evidence),
    ...brandsOfOtherPorts(evidence),
    ...otherHosts(evidence),
    ...brandsOfOthers(evidence),
    ...newerKeys(evidence),
    ...unrecordedMappings(evidence),
    ...tokenNotes(evidence),
    ...upgradeNotes(evidence),
  ];
}

/** What else a verdict says where nothing was found: that everyone may use something, as configured. */
export function openApplications({ live, managed }: Evidence): string[] {
  const { application } = live;
  const open = application && live.bindings[application.pk]?.length === 0;
  const others = deployedCliApplications(managed).filter(
    ({ deployed }) => live.bindings[String(deployed?.uuid)]?.length === 0,
  );
  return [
    ...(open ? [`application "${application.slug}" has no binding: everyone who can log in may use it`] : []),
    ...others.map(
      (each) =>
        `application "${attribute(each, "slug")}" has no binding: everyone who can log in gets tokens for it`,
    ),
  ];
}

/** What approved access requests gave, until they end by themselves. */
function requestedAccess({ live, managed }: Evidence): string[] {
  const told = approvedRequests(live).map(({ binding, target }) => {
    const unread = live.requestable?.[target] === undefined;
    const doubt = unread ? "; whether access to it may be requested could not be read" : "";
    return `${whoIsBound(binding)} is bound to ${calledBy(target, live, managed)} until ${binding.expires}, by an approved access request${doubt}`;
  });
  const more = told.length - MOST_LINES;
  return more > 0 ? [...told.slice(0, MOST_LINES), `${more} more bindings end by themselves`] : told;
}

function calledBy(target: string, { application, flow }: LiveSetUp, managed: ManagedSetUp): string {
  if (target === application?.pk) return `application "${application.slug}"`;
  if (target === flow?.policybindingmodel_ptr_id) return `flow "${flow.slug}"`;
  const byCommandLine = deployedCliApplications(managed).find(({ deployed }) => deployed?.uuid === target);
  if (byCommandLine) return `application "${attribute(byCommandLine, "slug")}"`;
  const group = resourcesOf(managed, objects.deviceAccessGroup.type).find(
    ({ deployed }) => deployed?.id === target,
  );
  return `device access group "${attribute(group, "name")}"`;
}

/** Of more lines of one kind nobody reads each. */
const MOST_LINES = 10;

/** A line for each name or, of many, one line for all. */
function lines(names: readonly string[], line: (name: string) => string, all: (names: string) => string) {
  if (names.length <= MOST_LINES) return names.map((name) => line(`"${name}"`));
  return [all(firstOf(names))];
}

function firstOf(names: readonly string[]): string {
  const first = names.slice(0, MOST_LINES).map((name) => `"${name}"`);
  const more = names.length - first.length;
  return more > 0 ? `${first.join(", ")} and ${more} more` : first.join(", ");
}

function memberships({ live }: Evidence): string[] {
  if (live.groups.length <= MOST_LINES) return live.groups.map((group) => membership(group, live));
  const alike = new Map<string, Group[]>();
  for (const group of live.groups) {
    const rest = `${amongMembers(group, live)}${group.children?.length ? ", and those of groups inside them" : ""}${makingSuperusers(group, live, "them")}`;
    alike.set(rest, [...(alike.get(rest) ?? []), group]);
  }
  return [...alike].map(([rest, groups]) => {
    const [first, ...others] = groups;
    if (first && others.length === 0) return membership(first, live);
    const counts = groups.map(({ users }) => users?.length ?? 0);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const each = least === most ? `${least}` : `${least} to ${most}`;
    return `${groups.length} groups have ${each} ${most === 1 ? "member" : "members"} of their own${rest}: ${firstOf(groups.map(({ name }) => name))}`;
  });
}

function membership(group: Group, live: LiveSetUp): string {
  const { name, users } = group;
  const count = users?.length ?? "an unknown number of";
  const own = `group "${name}" has ${count} ${count === 1 ? "member" : "members"} of its own`;
  return `${own}${amongMembers(group, live)}${insideOf(group)}${makingSuperusers(group, live, "it")}`;
}

function amongMembers(group: Group, live: LiveSetUp): string {
  const { users } = group;
  if (live.superusers === undefined || users === undefined) return "";
  const names = live.superusers.filter(({ pk }) => users.includes(pk)).map(({ username }) => username);
  if (names.length > 0) return `, among them the superusers ${names.join(", ")}`;
  // Who is in a group that makes superusers is one, whatever else authentik lists.
  const makes = group.is_superuser || superuserGroupAround(group, live) !== undefined;
  return makes ? "" : ", none of them in a superuser group";
}

/** The groups inside a group, whose members count too. */
function insideOf({ children, children_obj }: Group): string {
  if (!children?.length) return "";
  const names = children_obj && firstOf(children_obj.map(({ name }) => name));
  return `, and those of ${names ?? `${children.length} groups inside it`}`;
}

function makingSuperusers(group: Group, live: LiveSetUp, it: "it" | "them"): string {
  const makes = it === "it" ? "it makes" : "they make";
  if (group.is_superuser) return `; ${makes} superusers`;
  const outer = superuserGroupAround(group, live);
  const is = it === "it" ? "it is" : "they are";
  return outer ? `; ${makes} superusers, as ${is} inside "${outer.name}"` : "";
}

function boundSuperusers({ live }: Evidence): string[] {
  const bound = new Set(Object.values(live.bindings).flatMap((each) => each.map(({ user }) => user)));
  const users = (live.superusers ?? []).filter(({ pk }) => bound.has(pk));
  return lines(
    users.map(({ username }) => username),
    (name) => `user ${name} is bound and a superuser`,
    (names) => `${users.length} users are bound and superusers: ${names}`,
  );
}

function boundPolicies({ live }: Evidence): string[] {
  const bound = Object.values(live.bindings).flat();
  const all = bound.flatMap(({ policy, policy_obj }) => (policy ? [policy_obj?.name ?? policy] : []));
  const policies = [...new Set(all)];
  return lines(
    policies,
    (name) => `policy ${name} is bound; whether its content was changed is not looked at`,
    (names) =>
      `${policies.length} policies are bound; whether their content was changed is not looked at: ${names}`,
  );
}

function lastingTokens({ managed }: Evidence): string[] {
  const tokens = resourcesOf(managed, objects.enrollmentToken.type).filter(
    (token) => wantedValue(managed, token, "expiring") === false,
  );
  return lines(
    tokens.map((token) => String(attribute(token, "name"))),
    (name) => `enrollment token ${name} never expires, as configured`,
    (names) => `${tokens.length} enrollment tokens never expire, as configured: ${names}`,
  );
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

function brandsOfOthers(evidence: Evidence): string[] {
  const brand = brandOfOthers(evidence);
  return brand
    ? [
        `brand "${brand.domain}" has another device code flow than this set-up, which manages no brand: people enter their codes in that one`,
      ]
    : [];
}

function newerKeys({ live }: Evidence): string[] {
  return live.certificates
    .filter((pair) => /^ed/.test(pair.key_type ?? "") && signingFault(pair, live.version) === undefined)
    .map(
      ({ name }) =>
        `certificate "${name}" has a key of a kind with which authentik 2026.5 cannot sign; whether this release can was not tried, verify --probe shows it`,
    );
}

function unrecordedMappings(evidence: Evidence): string[] {
  const { managed, live, lock } = evidence;
  // With records it is a finding.
  if (lock.scopeMappings[managed.environment]) return [];
  const mappings = reviewedMappings(evidence).filter(
    (mapping) => expectedMapping(lock, managed.environment, mapping, live.version) === undefined,
  );
  return lines(
    mappings.map(({ name }) => name),
    (name) => `scope mapping ${name} is not recorded: review it, then run agent-stack verify --accept`,
    (names) =>
      `${mappings.length} scope mappings are not recorded: review them, then run agent-stack verify --accept: ${names}`,
  );
}
