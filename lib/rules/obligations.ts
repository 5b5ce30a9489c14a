import type * as z from "zod";
import type { Draft } from "./draft";
import type { Rules } from "./rule";

/** What the settings of a construct must obey, one by one and together. */
export interface Obligations<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly rules: Rules<Draft<z.output<S>>>;
  /** What settings may be although something will not work: synthesis warns of it. @default - nothing */
  readonly cautions?: Rules<Draft<z.output<S>>>;
}
