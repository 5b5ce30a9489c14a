import type { Group } from "../authentik/objects";
import type { LiveSetUp } from "./live-set-up";

/** The superuser group that a group is inside of, at any depth, looking through its parents but for the given ones. */
export function superuserGroupAround(
  group: Group,
  live: Pick<LiveSetUp, "groups" | "otherGroups">,
  except: readonly string[] = [],
): Group | undefined {
  const groups = new Map([...live.groups, ...live.otherGroups].map((each) => [each.pk, each]));
  const around = new Set((group.parents ?? []).filter((pk) => !except.includes(pk)));
  // What is added to a set while it is walked through is walked through, too.
  for (const pk of around) {
    const outer = groups.get(pk);
    if (outer?.is_superuser) return outer;
    for (const parent of outer?.parents ?? []) around.add(parent);
  }
  return undefined;
}
