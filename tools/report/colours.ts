import type { Mark } from "./document";
import type { NodeState } from "./picture";

/** The colour class of an object by what happens to it. */
export const COLOURS: Readonly<Record<NodeState, "plain" | "good" | "warn" | "bad" | "odd">> = {
  unchanged: "plain",
  create: "good",
  import: "good",
  update: "warn",
  move: "plain",
  replace: "bad",
  "create and forget": "odd",
  delete: "bad",
  forget: "odd",
  drifted: "odd",
  lost: "bad",
};

/** What happens to an object, in words. */
export const STATES: Readonly<Record<NodeState, string>> = {
  unchanged: "stays",
  create: "created",
  import: "imported",
  update: "changed",
  move: "moved",
  replace: "replaced",
  "create and forget": "created anew, the old one no longer managed",
  delete: "deleted",
  forget: "no longer managed",
  drifted: "changed outside",
  lost: "deleted outside",
};

/** The marks that people know from Terraform; the others it tells in words alone. */
export const MARKS: Readonly<Partial<Record<NodeState, Mark>>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  "create and forget": "+",
};
