import { AuthentikProvider } from "@cdktf/provider-authentik/lib/provider";
import { Lazy, TerraformElement, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { ByApp } from "./by-app";
import { mixedFrameworks } from "./mixed-frameworks";
import { validateProps } from "./prop-validation";
import { AUTHENTIK_SERVER, authentikServer } from "./rules/authentik-server";
import { completed } from "./rules/completed";
import { providerVersionsOf, type Release } from "./rules/releases";
import { ONLY_TOKEN, tokenVariable } from "./rules/server-address";
import { setRelease } from "./stack-release";

export interface AuthentikServerProps {
  /** Address of authentik, with its path where it lives below one. @default - AUTHENTIK_URL when Terraform runs */
  readonly server?: string;
  /** Accepts any certificate of the server. @default - as AUTHENTIK_INSECURE says when Terraform runs */
  readonly insecure?: boolean;
  /**
   * Variable of the environment that holds the API token.
   *
   * @default - AUTHENTIK_TOKEN_<STACK> or, where the app has one server only, AUTHENTIK_TOKEN too
   */
  readonly tokenFrom?: string;
  /** Headers to send with each request, each with the variable that holds its value (Terraform 1.10). @default - none */
  readonly headersFrom?: Readonly<Record<string, string>>;
  /** Release of authentik for which the set-up is. @default "2026.8" */
  readonly release?: Release;
  /** Versions of the authentik provider to accept. @default - those of the release */
  readonly providerVersion?: string;
}

/**
 * The authentik server of a stack, to which Terraform talks through authentik's provider; made before what is on it.
 *
 * Credentials come from the environment when Terraform runs, never from the code. The provider itself reads AUTHENTIK_TOKEN:
 * agent-stack's commands and its `agent-stack-terraform` set it to the token of the stack.
 */
export class AuthentikServer extends Construct {
  constructor(scope: Construct, id: string, props: AuthentikServerProps = {}) {
    super(scope, id);
    const [mixed] = mixedFrameworks(this.node.scopes);
    if (mixed) throw new Error(mixed);
    this.node.addValidation({ validate: () => mixedFrameworks(TerraformStack.of(this).node.findAll()) });
    validateProps(this, props, authentikServer);
    const { release, providerVersion } = completed(props, AUTHENTIK_SERVER);
    const late = setRelease(this, release);
    this.node.addValidation({ validate: () => late });
    const notes = new ServerNotes(this, "notes", props);
    // What is missing in the environment Terraform would ask for, and cdktf deploy wait for ever: null is an answer, for
    // which the provider takes the environment's value, or says that there is none and shows this line.
    new AuthentikProvider(this, "Resource", {
      url: props.server ?? "${null /* from the environment: set AUTHENTIK_URL */}",
      token: Lazy.stringValue({ produce: () => `\${null /* from the environment: ${notes.tokenToSet} */}` }),
      insecure: props.insecure,
    });
    const stack = TerraformStack.of(this);
    if (props.headersFrom) this.takeHeaders(stack, Object.keys(props.headersFrom));
    // Without the host that the bindings have: so OpenTofu takes its own registry, and Terraform the one it always took.
    stack.addOverride("terraform.required_providers.authentik.source", "goauthentik/authentik");
    stack.addOverride(
      "terraform.required_providers.authentik.version",
      providerVersion ?? providerVersionsOf(release),
    );
  }

  /** Through a variable, which Terraform keeps neither in plans nor in the state. */
  private takeHeaders(stack: TerraformStack, names: readonly string[]): void {
    const variable = new TerraformVariable(this, "headers", {
      type: "map(string)",
      nullable: false,
      default: {},
      validation: [
        {
          condition: `\${length(setsubtract(${JSON.stringify(names)}, keys(var.authentik_headers))) == 0}`,
          errorMessage: `set TF_VAR_authentik_headers to a JSON object with the values of ${names.join(", ")}`,
        },
      ],
    });
    variable.overrideLogicalId("authentik_headers");
    variable.addOverride("ephemeral", true);
    stack.addOverride("provider.authentik.0.headers", "${var.authentik_headers}");
  }
}

/** What agent-stack's tools know of the server, for whose eyes alone it is. */
class ServerNotes extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuthentikServerProps,
  ) {
    super(scope, id);
    servers.add(this);
  }

  /** What is to be done where the provider has no token. */
  get tokenToSet(): string {
    const [first = ONLY_TOKEN] = this.tokenFrom;
    return this.tokenFrom.includes(ONLY_TOKEN)
      ? `set ${ONLY_TOKEN}`
      : `set ${ONLY_TOKEN} to the token in ${first}, or let agent-stack-terraform do it`;
  }

  override toTerraform() {
    const { server: url, insecure, headersFrom } = this.props;
    return { "//": { "agent-stack": { url, insecure, tokenFrom: this.tokenFrom, headersFrom } } };
  }

  private get tokenFrom(): string[] {
    if (this.props.tokenFrom !== undefined) return [this.props.tokenFrom];
    const own = tokenVariable(TerraformStack.of(this).node.id);
    return servers.of(this).length === 1 ? [own, ONLY_TOKEN] : [own];
  }
}

const servers = new ByApp<ServerNotes>();
