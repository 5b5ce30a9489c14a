import type { Value } from "../changes/changes";
import { MASK } from "../secrets";

/** What people read of one side of a changed attribute. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case "absent":
      return "none";
    case "unknown":
      return "known after apply";
    case "sensitive":
      return MASK;
    default:
      return value.text;
  }
}
