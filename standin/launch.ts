import { type StandInProvider, startProvider } from "./provider";
import { type StandInServer, startServer } from "./server";

export interface StandIn {
  readonly server: StandInServer;
  /** What a command needs in its environment to use the stand-in for authentik and for its Terraform provider. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts the stand-in server, and the stand-in provider attached to it. */
export async function launchStandIn(options: Parameters<typeof startServer>[0] = {}): Promise<StandIn> {
  const server = await startServer(options);
  const provider: StandInProvider = await startProvider();
  return {
    server,
    environment: {
      AUTHENTIK_URL: server.url,
      AUTHENTIK_TOKEN: server.token,
      TF_REATTACH_PROVIDERS: provider.reattach,
    },
    close: async () => {
      await provider.close();
      await server.close();
    },
  };
}
