import type { Meanings } from "./object-type";
import { forgotten, leftOver } from "./predicates";
import { COSMETIC } from "./severities";

/** What happens to objects of any type, and means the same for all. */
export const ANY_OBJECT: Meanings = {
  "left-over-deleted": [
    () => leftOver,
    COSMETIC,
    "this is what an earlier replacement left over: the object in use stays",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
  ],
  "object-forgotten": [
    () => forgotten,
    COSMETIC,
    "terraform no longer looks after this object; it stays in authentik as it is",
    "https://developer.hashicorp.com/terraform/language/block/removed",
  ],
};
