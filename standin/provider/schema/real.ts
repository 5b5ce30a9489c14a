import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformType } from "./attribute";

interface RealType {
  readonly version: number;
  readonly block: {
    readonly attributes: Record<
      string,
      {
        readonly type: TerraformType;
        readonly required?: boolean;
        readonly optional?: boolean;
        readonly computed?: boolean;
        readonly sensitive?: boolean;
      }
    >;
  };
}

interface RealSchema {
  readonly provider: RealType;
  readonly resource_schemas: Record<string, RealType>;
  readonly data_source_schemas: Record<string, RealType>;
}

/** The schema of the real provider, as `terraform providers schema -json` prints it, without its descriptions. */
export function realSchema(): RealSchema {
  const printed = JSON.parse(readFileSync(join(__dirname, "..", "provider-schema.json"), "utf8"));
  return printed.provider_schemas["registry.terraform.io/goauthentik/authentik"];
}
