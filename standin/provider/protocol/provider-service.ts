import { setMaxListeners } from "node:events";
import { type Authentik, connect } from "../authentik/client";
import type { Log } from "../authentik/logging";
import { dataSources } from "../data-sources";
import { connectionOf, type Environment, providerAttributes } from "../provider-block";
import { generationOf, resourcesOf } from "../releases";
import type { Attributes } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import { validate } from "../schema/validation";
import type { State } from "../schema/value";
import { apply, readDataSource, refresh } from "../sdk/operations";
import { fitted, importedState, withDefaults } from "../sdk/state";
import {
  type DynamicValue,
  decodeState,
  diagnosticMessages,
  encodeState,
  pathMessage,
  schemaMessage,
} from "./messages";

interface Typed {
  readonly type_name: string;
}

interface Config {
  readonly config: DynamicValue;
}

interface Refresh extends Typed {
  readonly current_state: DynamicValue;
  readonly private: Uint8Array;
}

interface Plan extends Typed {
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly config: DynamicValue;
  readonly prior_private: Uint8Array;
}

interface Apply extends Typed {
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly planned_private: Uint8Array;
}

interface Import extends Typed {
  readonly id: string;
}

interface Upgrade extends Typed {
  readonly raw_state: { readonly json: Uint8Array };
}

function typed<T>(types: Readonly<Record<string, T>>, { type_name }: Typed): T {
  const found = types[type_name];
  if (!found) throw new ProviderError(`unknown resource type: ${type_name}`);
  return found;
}

const schemas = (
  types: Readonly<Record<string, { attributes: Attributes }>>,
  shown: (attributes: Attributes) => Attributes = (attributes) => attributes,
) =>
  Object.fromEntries(
    Object.entries(types).map(([name, { attributes }]) => [name, schemaMessage(shown(attributes))]),
  );

/**
 * The calls of plugin protocol 5, of which those of protocol 6 have other names only. The connection is that of the last Configure: Terraform runs that share one
 * provider process must mean the same authentik.
 */
export function providerService(environment: Environment, version: string, log?: Log) {
  const resources = resourcesOf(version);
  const generation = generationOf(version);
  let configured: Authentik | undefined;
  let stopping = stoppable();

  function authentik(): Authentik {
    if (!configured) throw new ProviderError("the provider was not configured before it was used");
    return configured;
  }

  const preparedConfig = (request: Config): State =>
    withDefaults(providerAttributes(environment), decodeState(request.config) ?? {});

  return {
    async GetSchema() {
      return {
        provider: schemaMessage(providerAttributes(environment)),
        resource_schemas: schemas(resources, generation.schema),
        data_source_schemas: schemas(dataSources),
        server_capabilities: { get_provider_schema_optional: true },
      };
    },

    async PrepareProviderConfig(request: Config) {
      const config = preparedConfig(request);
      const diagnostics = validate(providerAttributes(environment), config);
      return { prepared_config: encodeState(config), diagnostics: diagnosticMessages(diagnostics) };
    },

    async ValidateResourceTypeConfig(request: Typed & Config) {
      const { attributes } = typed(resources, request);
      return { diagnostics: diagnosticMessages(validate(attributes, decodeState(request.config) ?? {})) };
    },

    async ValidateDataSourceConfig(request: Typed & Config) {
      const { attributes } = typed(dataSources, request);
      return { diagnostics: diagnosticMessages(validate(attributes, decodeState(request.config) ?? {})) };
    },

    async UpgradeResourceState(request: Upgrade) {
      const { attributes } = typed(resources, request);
      const state = JSON.parse(Buffer.from(request.raw_state.json).toString()) as State;
      return { upgraded_state: encodeState(fitted(attributes, state)) };
    },

    async Configure(request: Config) {
      configured = connect(connectionOf(preparedConfig(request), environment), () => stopping.signal, log);
      // The real provider asks whether to report errors, and goes on without an answer.
      await configured.root.rootConfigRetrieve().catch(() => undefined);
      return {};
    },

    async ReadResource(request: Refresh) {
      const prior = decodeState(request.current_state) ?? {};
      const { state, diagnostics } = await refresh(typed(resources, request), authentik(), prior, generation);
      return {
        new_state: encodeState(state),
        private: request.private,
        diagnostics: diagnosticMessages(diagnostics),
      };
    },

    async PlanResourceChange(request: Plan) {
      const { attributes } = typed(resources, request);
      const prior = decodeState(request.prior_state);
      const proposed = decodeState(request.proposed_new_state);
      const config = decodeState(request.config) ?? {};
      return {
        planned_state: encodeState(proposed && generation.plan(attributes, prior, proposed, config)),
        planned_private: request.prior_private,
        requires_replace: proposed && !prior ? [pathMessage(["id"])] : [],
        legacy_type_system: generation.protocol === 5,
      };
    },

    async ApplyResourceChange(request: Apply) {
      const prior = decodeState(request.prior_state);
      const planned = decodeState(request.planned_state);
      const { state, diagnostics } = await apply(
        typed(resources, request),
        authentik(),
        prior,
        planned,
        generation,
      );
      return {
        new_state: encodeState(state),
        private: request.planned_private,
        diagnostics: diagnosticMessages(diagnostics),
        legacy_type_system: generation.protocol === 5 && state !== null,
      };
    },

    async ImportResourceState(request: Import) {
      const { attributes } = typed(resources, request);
      const state = encodeState(importedState(attributes, request.id));
      return { imported_resources: [{ type_name: request.type_name, state }] };
    },

    async ReadDataSource(request: Typed & Config) {
      const config = decodeState(request.config) ?? {};
      const { state, diagnostics } = await readDataSource(
        typed(dataSources, request),
        authentik(),
        config,
        generation,
      );
      return { state: encodeState(state), diagnostics: diagnosticMessages(diagnostics) };
    },

    /** Terraform was interrupted: requests under way are given up, later ones are not. */
    async Stop() {
      stopping.abort();
      stopping = stoppable();
      return {};
    },
  };
}

/** Any number of requests may be under way. */
function stoppable(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
