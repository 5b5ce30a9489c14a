import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { Log } from "./authentik/logging";
import { providerService } from "./protocol/provider-service";
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

/** Longer messages than gRPC's usual 4 MB: Terraform sets none. */
const UNLIMITED = -1;

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
  const server = providerServer(environment, version);
  await promisify(server.bindAsync.bind(server))(`unix:${socket}`, ServerCredentials.createInsecure());
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
      server.forceShutdown();
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
 * The stand-in as a server that is bound to no address yet.
 *
 * @param log - Gets what is sent to authentik and received, @default - nothing is logged
 */
export function providerServer(environment: Environment, version = CURRENT_PROVIDER, log?: Log): Server {
  const server = new Server({ "grpc.max_receive_message_length": UNLIMITED });
  server.addService(
    serviceDefinition(generationOf(version).protocol),
    implementation(environment, version, log),
  );
  return server;
}

function serviceDefinition(protocol: 5 | 6): ServiceDefinition {
  const proto = loadSync(join(__dirname, "protocol", "tfplugin5.proto"), { keepCase: true, enums: String });
  const { tfplugin5 } = loadPackageDefinition(proto) as unknown as {
    tfplugin5: { Provider: { service: ServiceDefinition } };
  };
  const { service } = tfplugin5.Provider;
  if (protocol === 5) return service;
  return Object.fromEntries(
    Object.entries(service).map(([name, call]) => [
      name,
      { ...call, path: `/tfplugin6.Provider/${NAMES_IN_6[name] ?? name}` },
    ]),
  ) as ServiceDefinition;
}

type Reply = (error: { code: status; message: string } | null, response?: unknown) => void;

function implementation(environment: Environment, version: string, log?: Log) {
  const calls = providerService(environment, version, log) as Record<
    string,
    (request: never) => Promise<unknown>
  >;
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      ({ request }: { request: unknown }, reply: Reply) =>
        call(request as never).then(
          (response) => reply(null, response),
          (error: Error) => reply({ code: status.INTERNAL, message: error.message }),
        ),
    ]),
  );
}
