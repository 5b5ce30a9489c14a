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
import { providerService } from "./protocol/provider-service";
import type { Environment } from "./provider-block";

/** A running stand-in for the Terraform provider goauthentik/authentik. */
export interface StandInProvider {
  /** The value of TF_REATTACH_PROVIDERS that makes Terraform use it. */
  readonly reattach: string;
  /** Stops it and removes its socket. */
  close(): Promise<void>;
}

/** The real provider's address in the registry. */
const PROVIDER_ADDRESS = "registry.terraform.io/goauthentik/authentik";

/** Longer messages than gRPC's usual 4 MB: Terraform sets none. */
const UNLIMITED = -1;

/**
 * Starts the stand-in provider on a Unix socket of its own. Terraform runs may share it as long as they mean the same
 * authentik; start one for each authentik otherwise.
 *
 * @param environment - Where AUTHENTIK_URL and AUTHENTIK_TOKEN are read, @default process.env
 */
export async function startProvider(environment: Environment = process.env): Promise<StandInProvider> {
  const directory = await mkdtemp(join(tmpdir(), "authentik-provider-"));
  const socket = join(directory, "provider.sock");
  const server = providerServer(environment);
  await promisify(server.bindAsync.bind(server))(`unix:${socket}`, ServerCredentials.createInsecure());
  return {
    reattach: JSON.stringify({
      [PROVIDER_ADDRESS]: {
        Protocol: "grpc",
        ProtocolVersion: 5,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "unix", String: socket },
      },
    }),
    async close() {
      server.forceShutdown();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The stand-in as a server that is bound to no address yet. */
export function providerServer(environment: Environment): Server {
  const server = new Server({ "grpc.max_receive_message_length": UNLIMITED });
  server.addService(serviceDefinition(), implementation(environment));
  return server;
}

function serviceDefinition(): ServiceDefinition {
  const proto = loadSync(join(__dirname, "protocol", "tfplugin5.proto"), { keepCase: true, enums: String });
  const { tfplugin5 } = loadPackageDefinition(proto) as unknown as {
    tfplugin5: { Provider: { service: ServiceDefinition } };
  };
  return tfplugin5.Provider.service;
}

type Reply = (error: { code: status; message: string } | null, response?: unknown) => void;

function implementation(environment: Environment) {
  const calls = providerService(environment) as Record<string, (request: never) => Promise<unknown>>;
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
