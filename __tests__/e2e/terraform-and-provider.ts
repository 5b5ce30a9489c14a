import { spawn } from "node:child_process";
import { startProvider } from "../../standin/provider";

/** Terraform whose provider, as the real one does, reads the environment that terraform itself runs in. */
async function main(args: readonly string[]): Promise<void> {
  // An attached provider has no checksums.
  if (args.slice(0, 2).join(" ") === "providers lock") return;
  const provider = await startProvider(process.env);
  const env = { ...process.env, TF_REATTACH_PROVIDERS: provider.reattach };
  const child = spawn("terraform", args, { stdio: "inherit", env });
  child.on("close", async (code) => {
    await provider.close();
    process.exitCode = code ?? 1;
  });
}

main(process.argv.slice(2));
