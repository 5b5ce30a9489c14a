import { spawn } from "node:child_process";
import { constants } from "node:os";
import { launchStandIn } from "./launch";

/** Runs a command against the stand-in, or keeps it up and says how to reach it. */
async function main(command: readonly string[]): Promise<number> {
  const standIn = await launchStandIn({ stateFile: process.env.STANDIN_STATE });
  try {
    return command.length > 0 ? await run(command, standIn.environment) : await keepUp(standIn.environment);
  } finally {
    await standIn.close();
  }
}

async function run([program = "", ...args]: readonly string[], environment: Record<string, string>) {
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...environment } });
  // A terminal sends Ctrl-C to the command too: wait for it to end, so that Terraform can write its state.
  const ignore = () => {};
  const passOn = () => child.kill("SIGTERM");
  process.on("SIGINT", ignore).on("SIGTERM", passOn);
  return new Promise<number>((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      console.error(
        error.code === "ENOENT"
          ? `no command "${program}"; give one that is on the PATH, for example: npm run standin -- npx cdktf deploy production`
          : `could not run "${program}": ${error.message}`,
      );
      resolve(1);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}

async function keepUp(environment: Record<string, string>): Promise<number> {
  console.log("The stand-in for authentik is up until Ctrl-C. In another terminal:\n");
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  return 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
