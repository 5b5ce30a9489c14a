import type { Validator } from "./validators";

type Primitive = "string" | "bool" | "number";
type ElementType = Primitive | readonly ["map", "string"] | readonly ["object", Record<string, Primitive>];

/** A type in the notation of `terraform providers schema -json`. */
export type TerraformType =
  | Primitive
  | readonly ["list", ElementType]
  | readonly ["map", "string"]
  | readonly ["object", Record<string, Primitive>];

interface Rules {
  readonly sensitive?: boolean;
  /** What the provider puts in at plan when the configuration has none. */
  readonly default?: string | number | boolean;
  /** Checks the value, or each element of a list. */
  readonly validate?: Validator;
  /** Whether two different values mean the same. */
  readonly suppressDiff?: (before: string, after: string) => boolean;
  /** The attributes, this one included, of which exactly one must be set. */
  readonly exactlyOneOf?: readonly string[];
  readonly conflictsWith?: readonly string[];
}

/** One attribute of a schema: who sets it, its type and its rules. */
export interface Attribute extends Rules {
  readonly type: TerraformType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

/** A schema: its attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

export const required = (type: TerraformType, rules?: Rules): Attribute => ({
  type,
  required: true,
  ...rules,
});

export const optional = (type: TerraformType, rules?: Rules): Attribute => ({
  type,
  optional: true,
  ...rules,
});

export const computed = (type: TerraformType, rules?: Rules): Attribute => ({
  type,
  computed: true,
  ...rules,
});

/** An attribute the configuration may set and the server decides otherwise. */
export const optionalComputed = (type: TerraformType, rules?: Rules): Attribute => ({
  type,
  optional: true,
  computed: true,
  ...rules,
});

/** The attributes with the `id` every resource and data source has. */
export const withId = (attributes: Attributes): Attributes => ({
  id: optionalComputed("string"),
  ...attributes,
});

export const isList = (type: TerraformType): boolean => type[0] === "list";
