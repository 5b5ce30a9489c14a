import type { Group } from "../authentik/objects";

interface Groups {
  readonly groups: readonly Group[];
  readonly otherGroups: readonly Group[];
}

/** The group and all groups inside it, whose members count as its own; undefined where one of them was not read. */
export function withGroupsInside(group: Group, live: Groups): readonly Group[] | undefined {
  const groups = new Map([...live.groups, ...live.otherGroups].map((each) => [each.pk, each]));
  const found = new Set([group]);
  // What is added to a set while it is walked through is walked through, too.
  for (const { children } of found) {
    for (const pk of children ?? []) {
      const inner = groups.get(pk);
      if (!inner) return undefined;
      found.add(inner);
    }
  }
  return [...found];
}

/** Why nobody is let in by a group, in words that follow "the group is bound and"; undefined where somebody is or may be. */
export function whyEmpty(
  group: Group,
  live: Groups & { readonly inactiveUsers?: readonly number[] },
): string | undefined {
  const groups = withGroupsInside(group, live);
  if (!groups || groups.some(({ users }) => users === undefined)) return undefined;
  const members = new Set(groups.flatMap(({ users }) => users ?? []));
  const inside = groups.length > 1;
  if (members.size === 0) {
    return inside ? "has no members, and neither has a group inside it" : "has no members";
  }
  const inactive = new Set(live.inactiveUsers);
  if ([...members].some((pk) => !inactive.has(pk))) return undefined;
  const all = members.size === 1 ? "its only member" : `each of its ${members.size} members`;
  return `${all}${inside ? ", groups inside it included," : ""} is deactivated`;
}
