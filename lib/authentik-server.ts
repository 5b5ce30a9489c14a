import { AuthentikProvider } from "@cdktf/provider-authentik/lib/provider";
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
    // What is missing in the environment Terraform would ask for, and cdktf deploy wait for ever: null is an answer, for
    // which the provider takes the environment's value, or says that there is none and shows this line.
    new AuthentikProvider(this, "Resource", {
      url: "${null /* from the environment: set AUTHENTIK_URL */}",
      token: "${null /* from the environment: set AUTHENTIK_TOKEN */}",
    });
    TerraformStack.of(this).addOverride(
      "terraform.required_providers.authentik.version",
      completed(props, AUTHENTIK_SERVER).providerVersion,
    );
  }
}
