import { providerCalls } from ".";
import { logToTerraform } from "./authentik/logging";
import { serveRpc } from "./protocol/rpc-server";

/** What terraform sets for the programs that it starts as providers. */
const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** How terraform says that it is done. */
const SHUTDOWN = "/plugin.GRPCController/Shutdown";

const ORPHAN_CHECK_MILLISECONDS = 500;

/** The stand-in as the program that terraform finds in a package, starts and talks to: without TLS. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.TF_PLUGIN_MAGIC_COOKIE !== MAGIC_COOKIE) {
    throw new Error("this is a provider of terraform, which starts it: run terraform");
  }
  if (env.PLUGIN_CLIENT_CERT) {
    throw new Error("the stand-in has no certificate: set TF_DISABLE_PLUGIN_TLS=1");
  }
  const shutdown = async () => {
    setImmediate(() => process.exit());
    return new Uint8Array();
  };
  const { port } = await serveRpc(
    { ...providerCalls(env, undefined, logToTerraform), [SHUTDOWN]: shutdown },
    0,
  );
  console.log(`1|5|tcp|127.0.0.1:${port}|grpc|`);
  const terraform = process.ppid;
  // A terraform that was killed tells nobody.
  setInterval(() => {
    if (process.ppid !== terraform) process.exit();
  }, ORPHAN_CHECK_MILLISECONDS);
  // Ctrl-C is for terraform, which then says what is to be done.
  process.on("SIGINT", () => {});
}

main(process.env).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
