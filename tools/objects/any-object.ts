import type { Meanings } from "./object-type";
import { every, forgotten, leftOver, not } from "./predicates";
import { COSMETIC } from "./severities";

/** What happens to objects of any type, and means the same for all. */
export const ANY_OBJECT: Meanings = {
  "left-over-deleted": [
    () => every(leftOver, not(forgotten)),
    COSMETIC,
    "this is what an earlier replacement left over: the object in use stays",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
  ],
  "object-forgotten": [
    () => forgotten,
    COSMETIC,
    "terraform no longer looks after the object that it knew; that one stays in authentik as it is",
    "https://developer.hashicorp.com/terraform/language/block/removed",
  ],
};
