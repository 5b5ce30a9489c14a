import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type INamespace, Root } from "protobufjs/light";
import type { Log } from "./authentik/logging";
import { providerService } from "./protocol/provider-service";
import { type Call, type RpcServer, serveRpc } from "./protocol/rpc-server";
import messages from "./protocol/tfplugin5.json";
import type { Environment } from "./provider-block";
import { CURRENT_PROVIDER, generationOf } from "./releases";

/** A running stand-in for the Terraform provider goauthentik/authentik. */
export interface StandInProvider {
  /** The value of TF_REATTACH_PROVIDERS that makes Terraform use it. */
  readonly reattach: string;
  /** Stops it and removes its socket. */
  close(): Promise<void>;
}

/** The real provider's addresses in the registries of Terraform and of OpenTofu, which take what is attached to their own. */
const PROVIDER_ADDRESSES = [
  "registry.terraform.io/goauthentik/authentik",
  "registry.opentofu.org/goauthentik/authentik",
];

/**
 * Starts the stand-in provider on a Unix socket of its own. Terraform runs may share it as long as they mean the same
 * authentik; start one for each authentik otherwise.
 *
 * @param environment - Where AUTHENTIK_URL and AUTHENTIK_TOKEN are read, @default process.env
 * @param version - The version that it plays
 */
export async function startProvider(
  environment: Environment = process.env,
  version = CURRENT_PROVIDER,
): Promise<StandInProvider> {
  const directory = await mkdtemp(join(tmpdir(), "authentik-provider-"));
  const socket = join(directory, "provider.sock");
  const server: RpcServer = await serveRpc(providerCalls(environment, version), socket);
  const attached = {
    Protocol: "grpc",
    ProtocolVersion: generationOf(version).protocol,
    Pid: process.pid,
    Test: true,
    Addr: { Network: "unix", String: socket },
    // Terraform passes it by; the launcher compares it with the environment, which an attached provider does not see.
    For: { url: environment.AUTHENTIK_URL ?? "", token: environment.AUTHENTIK_TOKEN ?? "" },
  };
  return {
    reattach: JSON.stringify(Object.fromEntries(PROVIDER_ADDRESSES.map((address) => [address, attached]))),
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What protocol 6 calls otherwise; the messages are the same. */
const NAMES_IN_6: Readonly<Record<string, string>> = {
  GetSchema: "GetProviderSchema",
  PrepareProviderConfig: "ValidateProviderConfig",
  ValidateResourceTypeConfig: "ValidateResourceConfig",
  ValidateDataSourceConfig: "ValidateDataResourceConfig",
  Configure: "ConfigureProvider",
  Stop: "StopProvider",
};

/**
 * All that Terraform can call, by its path.
 *
 * @param log - Gets what is sent to authentik and received, @default - nothing is logged
 */
export function providerCalls(
  environment: Environment,
  version = CURRENT_PROVIDER,
  log?: Log,
): Readonly<Record<string, Call>> {
  const { protocol } = generationOf(version);
  const service = Root.fromJSON(messages as INamespace).lookupService("tfplugin5.Provider");
  const answers = providerService(environment, version, log) as Record<
    string,
    (request: never) => Promise<unknown>
  >;
  return Object.fromEntries(
    service.methodsArray.flatMap(({ name, requestType, responseType }) => {
      const answer = answers[name];
      if (!answer) return [];
      const path =
        protocol === 5 ? `/tfplugin5.Provider/${name}` : `/tfplugin6.Provider/${NAMES_IN_6[name] ?? name}`;
      const [request, response] = [service.lookupType(requestType), service.lookupType(responseType)];
      const call: Call = async (bytes) => {
        const given = request.toObject(request.decode(bytes), { enums: String });
        return response.encode(response.fromObject((await answer(given as never)) as object)).finish();
      };
      return [[path, call]];
    }),
  );
}
