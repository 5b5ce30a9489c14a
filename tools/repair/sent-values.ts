import * as objects from "../objects";
import { type Binary, TerraformError } from "../terraform/binary";
import { runTerraform } from "../terraform/run";
import type { Stack } from "../terraform/synthesise";
import type { Repair } from "./repairs";

/** Texts without a default that the provider's next generation clears, by its source. */
const CLEARED: Readonly<Record<string, readonly string[]>> = {
  [objects.application.type]: ["group", "meta_icon", "meta_launch_url"],
};

interface Schemas {
  readonly provider_schemas?: Readonly<
    Record<string, { readonly resource_schemas?: Readonly<Record<string, ResourceSchema>> }>
  >;
}

interface ResourceSchema {
  readonly block: { readonly attributes?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

/** Whether the installed provider is of a generation that sends `false` and 0: there a setting with a default is computed too. */
export async function sendsZeros(stack: Stack, terraform: Binary): Promise<boolean> {
  const printed = await runTerraform(stack, terraform, ["providers", "schema", "-json"]);
  const { provider_schemas: schemas = {} } = parsed(printed);
  const [, own] = Object.entries(schemas).find(([name]) => name.endsWith("/goauthentik/authentik")) ?? [];
  const attributes = own?.resource_schemas?.[objects.connector.type]?.block.attributes;
  return attributes?.enabled?.computed === true;
}

function parsed(printed: string): Schemas {
  try {
    return JSON.parse(printed) as Schemas;
  } catch {
    throw new TerraformError("terraform providers schema -json printed no JSON");
  }
}

/** Which attributes of a repair such a provider sends itself. */
export function sentOf({ object, values }: Repair): readonly string[] {
  return values
    .filter(({ attribute, wanted }) => wanted !== "" || CLEARED[object.type]?.includes(attribute))
    .map(({ attribute }) => attribute);
}

/** The repair without these attributes; none where nothing is left of it. */
export function without(repair: Repair, attributes: readonly string[]): Repair[] {
  const values = repair.values.filter(({ attribute }) => !attributes.includes(attribute));
  return values.length === 0 ? [] : [{ ...repair, values }];
}
