import { join } from "node:path";
import { type StandInProvider, startProvider } from "./provider";
import { providerFor } from "./provider/releases";
import { type StandInOptions, type StandInServer, startServer } from "./server";

export interface StandIn {
  readonly server: StandInServer;
  /** What a command needs in its environment to use the stand-in for authentik and for its Terraform provider. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface LaunchOptions extends StandInOptions {
  /** The version of the Terraform provider that it plays. @default - the first of the server's release */
  readonly providerVersion?: string;
}

/** Starts the stand-in server, and the stand-in provider attached to it. */
export async function launchStandIn(options: LaunchOptions = {}): Promise<StandIn> {
  const server = await startServer(options);
  // The provider is a process of its own to Terraform: it reads the environment it is started with, not Terraform's.
  const authentik = { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token };
  const provider: StandInProvider = await startProvider(
    authentik,
    options.providerVersion ?? providerFor(server.version),
  );
  return {
    server,
    environment: {
      ...authentik,
      TF_REATTACH_PROVIDERS: provider.reattach,
      TERRAFORM_BINARY_NAME: join(__dirname, "terraform"),
      // What another stand-in exported names its launcher, which is no terraform: it starts what this variable says.
      STANDIN_TERRAFORM: process.env.STANDIN_TERRAFORM || process.env.TERRAFORM_BINARY_NAME || "terraform",
      // cdktf and terraform ask for newer versions of themselves, which takes time where nothing answers.
      CHECKPOINT_DISABLE: "1",
    },
    close: async () => {
      await provider.close();
      await server.close();
    },
  };
}
