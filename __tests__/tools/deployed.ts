import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../lib";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { AuthentikClient } from "../../tools/authentik/client";
import { connectionFrom } from "../../tools/authentik/connection";
import { EMPTY_LOCK } from "../../tools/findings/scope-mapping-lock";
import {
  type Verification,
  type VerifyOptions,
  verifyEnvironment,
} from "../../tools/findings/verify-environment";
import { type ManagedSetUp, managedSetUp } from "../../tools/set-up/stack";
import { Api } from "../e2e/api";
import { Deployment } from "../e2e/deployment";
import { attachedTo } from "../e2e/target";

/** A stack that real terraform applied to a stand-in of its own. */
export class Deployed {
  readonly api: Api;
  readonly deployment: Deployment;

  private constructor(
    readonly standIn: StandIn,
    private props: AgentStackProps,
  ) {
    this.api = new Api(standIn.server);
    this.deployment = new Deployment(attachedTo(standIn));
    this.deployment.configure(props);
  }

  /** @param prepare - Puts into the stand-in what the stack refers to */
  static async start(
    props: AgentStackProps,
    prepare?: (standIn: StandIn) => Promise<unknown>,
    version?: string,
  ): Promise<Deployed> {
    const standIn = await launchStandIn({ version });
    await prepare?.(standIn);
    const deployed = new Deployed(standIn, props);
    const run = await deployed.deployment.apply();
    if (run.code !== 0) throw new Error(`the stack could not be applied:\n${run.stderr}`);
    return deployed;
  }

  /** What is to be deployed from now on. */
  configure(props: AgentStackProps): void {
    this.props = props;
    this.deployment.configure(props);
  }

  client(token = this.standIn.server.token): AuthentikClient {
    return new AuthentikClient(
      connectionFrom({ AUTHENTIK_URL: this.standIn.server.url, AUTHENTIK_TOKEN: token }),
    );
  }

  async managed(): Promise<ManagedSetUp> {
    const stack = JSON.parse(Testing.synth(new AgentStack(new App(), "e2e", this.props)));
    const state = await this.deployment.terraform("show", "-json");
    return managedSetUp("e2e", stack, JSON.parse(state.stdout));
  }

  async verify(options: Partial<VerifyOptions> = {}, client = this.client()): Promise<Verification> {
    return verifyEnvironment(client, await this.managed(), { lock: EMPTY_LOCK, now: new Date(), ...options });
  }

  /** Code, subject and message of what a verification finds. */
  async findings(options: Partial<VerifyOptions> = {}): Promise<string[]> {
    const { findings } = await this.verify(options);
    return findings.map(({ code, subject, message }) => `${code} | ${subject} | ${message}`);
  }

  async stop(): Promise<void> {
    this.deployment.remove();
    await this.standIn.close();
  }
}
