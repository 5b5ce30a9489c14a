import { AuthentikProvider, type AuthentikProviderConfig } from "@cdktf/provider-authentik/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { validateProps } from "./prop-validation";
import { AUTHENTIK_SERVER, authentikServer } from "./rules/authentik-server";
import { completed } from "./rules/completed";

export interface AuthentikServerProps {
  /** Versions of the authentik provider to accept. @default "~> 2026.5.0" */
  readonly providerVersion?: string;
}

/**
 * The authentik server of a stack, to which Terraform talks through authentik's provider.
 *
 * The server and the token come from AUTHENTIK_URL and AUTHENTIK_TOKEN when Terraform runs, never from the code.
 */
export class AuthentikServer extends Construct {
  constructor(scope: Construct, id: string, props: AuthentikServerProps = {}) {
    super(scope, id);
    validateProps(this, props, authentikServer);
    // Bindings that were generated without AUTHENTIK_URL set ask for what the environment has later.
    new AuthentikProvider(this, "Resource", {} as AuthentikProviderConfig);
    TerraformStack.of(this).addOverride(
      "terraform.required_providers.authentik.version",
      completed(props, AUTHENTIK_SERVER).providerVersion,
    );
  }
}
