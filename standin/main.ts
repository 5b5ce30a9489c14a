import { launchStandIn, type StandIn } from "./launch";
import { optionsFrom } from "./options";
import { runCommand, STOP_SIGNALS } from "./run-command";

const FORGETFUL =
  "The stand-in forgets what it was given, Terraform's state does not: with STANDIN_STATE=.standin.json it is there again for the next command.";

/** A shell's exit code after Ctrl-C. */
const INTERRUPTED = 130;

/** Runs a command against the stand-in, or keeps it up and says how to reach it. */
async function main(command: readonly string[]): Promise<number> {
  // From the first moment to the last, so that whenever a signal comes the socket is removed.
  let isStopped = false;
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      isStopped = true;
    });
  }
  const options = optionsFrom(process.env);
  const standIn = await launchStandIn(options);
  try {
    if (isStopped) return INTERRUPTED;
    if (command.length === 0) return await keepUp(standIn);
    const code = await runCommand(command, standIn.environment);
    if (!options.stateFile && wasChanged(standIn)) console.error(FORGETFUL);
    return code;
  } finally {
    await standIn.close();
  }
}

async function keepUp({ server, environment }: StandIn): Promise<number> {
  console.log(`The stand-in for authentik ${server.version} is up until Ctrl-C. In another terminal:\n`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  await new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, resolve);
  });
  return 0;
}

function wasChanged({ server }: StandIn): boolean {
  return server.requests.some(({ method, path, status }) => {
    const isAccepted = typeof status === "number" && status < 300;
    return method !== "GET" && path.startsWith("/api/v3/") && isAccepted;
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
