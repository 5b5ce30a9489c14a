import { handlesIn } from "./handles";
import { meaningOf, meantBy } from "./meaning";
import type { Attributes } from "./reading";
import type { SetUp, SetUpObject } from "./set-up";

/** Whom or what a binding names; undefined parts are not known. */
export interface Subject {
  readonly kind: "group" | "user" | "policy" | "stage";
  readonly object?: SetUpObject;
  readonly id?: string;
}

const KINDS: readonly Subject["kind"][] = ["group", "user", "policy", "stage"];

/**
 * The group, user, policy or stage behind a binding with these values or, where they have none, as it is configured;
 * undefined where nothing tells.
 */
export function subjectOf(
  setUp: SetUp,
  { address, values }: { readonly address: string; readonly values: Attributes },
): Subject | undefined {
  const planned = KINDS.some((kind) => handlesIn(kind, values[kind]).length > 0) ? values : undefined;
  for (const kind of KINDS) {
    // The provider's SDK records what is not set as "" or 0.
    const id = values[kind] || undefined;
    const [object] = meantBy(setUp, meaningOf(setUp, { address, seen: [values], planned }, kind));
    if (object || id !== undefined) {
      return { kind, object, id: id === undefined ? undefined : String(id) };
    }
  }
  return undefined;
}
