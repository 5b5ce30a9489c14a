import { type Authentik, connect } from "../../../standin/provider/authentik/client";
import { dataSources } from "../../../standin/provider/data-sources";
import { resources } from "../../../standin/provider/resources";
import type { State } from "../../../standin/provider/schema/value";
import { apply, type Outcome, readDataSource, refresh } from "../../../standin/provider/sdk/operations";
import { planChange } from "../../../standin/provider/sdk/plan";
import { fitted } from "../../../standin/provider/sdk/state";
import { type StandInOptions, type StandInServer, startServer } from "../../../standin/server";

/** The provider's operations on a stand-in server of one's own, in the order Terraform calls them. */
export class Managed {
  static async start(options?: StandInOptions): Promise<Managed> {
    const server = await startServer(options);
    return new Managed(server, connect({ url: server.url, token: server.token }));
  }

  private constructor(
    readonly server: StandInServer,
    readonly authentik: Authentik,
  ) {}

  plan(type: string, config: State, prior: State | null = null): State {
    const { attributes } = resource(type);
    const computed = Object.entries(attributes).filter(([, { computed }]) => computed);
    const kept = Object.fromEntries(computed.map(([name]) => [name, prior?.[name] ?? null]));
    return planChange(attributes, prior, fitted(attributes, { ...kept, ...config }));
  }

  apply(type: string, config: State, prior: State | null = null): Promise<Outcome> {
    return apply(resource(type), this.authentik, prior, this.plan(type, config, prior));
  }

  /** Applies and returns the state. */
  async applied(type: string, config: State, prior: State | null = null): Promise<State> {
    return stateOf(await this.apply(type, config, prior));
  }

  destroy(type: string, prior: State): Promise<Outcome> {
    return apply(resource(type), this.authentik, prior, null);
  }

  refresh(type: string, prior: State): Promise<Outcome> {
    return refresh(resource(type), this.authentik, prior);
  }

  /** Refreshes and returns the state. */
  async refreshed(type: string, prior: State): Promise<State> {
    return stateOf(await this.refresh(type, prior));
  }

  read(type: string, config: State): Promise<Outcome> {
    const source = dataSources[`authentik_${type}`];
    if (!source) throw new Error(`no data source ${type}`);
    return readDataSource(source, this.authentik, fitted(source.attributes, config));
  }

  /** The id a data source finds. */
  async idOf(type: string, config: State): Promise<string> {
    return String(stateOf(await this.read(type, config)).id);
  }

  /** The requests since the call before, as "METHOD path". */
  requests(): string[] {
    const all = this.server.requests.map(({ method, path }) => `${method} ${path}`);
    const fresh = all.slice(this.seen);
    this.seen = all.length;
    return fresh;
  }

  private seen = 0;

  /** The body of the last request of the method. */
  lastBody(method: string): unknown {
    return this.server.requests.findLast((request) => request.method === method)?.body;
  }

  /** A provider, as its configuration. */
  async oauth2(config: State = {}): Promise<State> {
    return {
      name: "cli",
      client_id: "cli",
      authorization_flow: await this.idOf("flow", {
        slug: "default-provider-authorization-implicit-consent",
      }),
      invalidation_flow: await this.idOf("flow", { slug: "default-provider-invalidation-flow" }),
      ...config,
    };
  }
}

function resource(type: string) {
  const found = resources[`authentik_${type}`];
  if (!found) throw new Error(`no resource ${type}`);
  return found;
}

function stateOf({ state, diagnostics }: Outcome): State {
  if (!state) throw new Error(`no state: ${JSON.stringify(diagnostics)}`);
  return state;
}
