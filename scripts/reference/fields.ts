import { attributeSince, RELEASES } from "../../lib/rules/releases";
import {
  endpointStage,
  fieldOf,
  flowStageBinding,
  MANAGED,
  managedType,
  OF_CLI_APPLICATIONS,
  policyBinding,
  settingOf,
} from "../../tools/objects";
import type { ManagedType } from "../../tools/objects/object-type";

/** A field of authentik's that a key sets. */
export interface Field {
  /** What the object is called in reports. */
  readonly object: string;
  readonly name: string;
  /** The release of authentik whose provider first knew it, undefined where all know it. */
  readonly since: string | undefined;
}

const ALL: readonly ManagedType[] = [...MANAGED, ...OF_CLI_APPLICATIONS];

const FIELDS: readonly { readonly key: string; readonly field: Field }[] = ALL.flatMap((type) =>
  Object.entries(type.attributes).flatMap(([attribute, row]) => {
    const since = attributeSince(type.type, attribute);
    const field = {
      object: type.section,
      name: fieldOf(type, attribute),
      since: since === RELEASES[0] ? undefined : since,
    };
    return placesOf(type).flatMap((place) =>
      (settingOf(row)?.names ?? []).map((name) => ({ key: [...place, name].join("."), field })),
    );
  }),
);

/** The fields that a key sets; none where only Terraform, the tools or other keys have to do with it. */
export const fieldsOf = (path: readonly string[]): Field[] =>
  FIELDS.flatMap(({ key, field }) => (key === path.join(".") ? [field] : []));

/** Paths to the mappings in which the settings of a type are, without the steps into entries of lists. */
function placesOf(type: ManagedType): (readonly string[])[] {
  if (type === managedType(policyBinding.type)) {
    return ALL.flatMap(({ place }) =>
      place?.access ? [place.isList ? [...place.path, ...place.access] : place.access] : [],
    );
  }
  if (type === managedType(flowStageBinding.type)) return [[...endpointStage.place.path, "bind"]];
  return type.place ? [[...type.place.path, ...(type.place.below ?? [])]] : [];
}
