import type * as z from "zod";
import { accessRules, binding } from "./access";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import type { Rules } from "./rule";
import { list, name, settings, withExample } from "./setting-types";

const REQUIRED = { name: withExample(name("Name of the group, unique in authentik."), "workstations") };

/** A device access group's settings, where the bindings of `access` have a form of their own. */
export const deviceAccessGroupSettings = <B extends z.ZodType>(ofBinding: B) =>
  settings(
    "A group of devices.",
    {
      access: list(ofBinding, "Who may log in to the group's devices; by default nobody.", []),
      renamedFrom: name("Name that the group had, so that it is renamed and not made anew."),
    },
    REQUIRED,
  );

export const deviceAccessGroupWithAccess = deviceAccessGroupSettings(binding);

export const deviceAccessGroupRules: Rules<Draft<z.output<typeof deviceAccessGroupWithAccess>>> =
  accessRules("access");

const schema = settings("A group of devices.", {}, REQUIRED);

/** Without `access`, which the bindings' own construct judges. */
export const deviceAccessGroup: Obligations<typeof schema> = { schema, rules: [] };
