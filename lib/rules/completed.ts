import type * as z from "zod";

type Rows = Readonly<Record<string, z.ZodType>>;

/** Props in which each setting that has a default is there. */
export type Completed<Props, R extends Rows> = Props & {
  readonly [K in keyof Props & keyof R as R[K] extends { readonly byDefault: infer D }
    ? undefined extends D
      ? never
      : K
    : never]-?: NonNullable<Props[K]>;
};

/** The props with the default of each setting that is left out. */
export function completed<Props extends object, R extends Rows>(props: Props, rows: R): Completed<Props, R> {
  const values = { ...props } as Record<string, unknown>;
  for (const [key, row] of Object.entries(rows)) {
    values[key] ??= (row as { readonly byDefault?: unknown }).byDefault;
  }
  return values as Completed<Props, R>;
}
