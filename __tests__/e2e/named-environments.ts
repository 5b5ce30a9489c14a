import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fleet } from "./fleet";

/** Writes a fleet's configuration: environments of any names, each on the stand-in of this number and with its token. */
export function configure(
  fleet: Fleet,
  environments: Readonly<Record<string, { standIn: number; [setting: string]: unknown }>>,
): void {
  const all = Object.entries(environments).map(([name, { standIn, ...settings }]) => {
    // Which provider is attached goes by the stack's folder.
    const { environment, server } = fleet.standIn(standIn);
    writeFileSync(join(fleet.directory, "attached", name), environment.TF_REATTACH_PROVIDERS as string);
    const tokenFrom = `AUTHENTIK_TOKEN_${fleet.names[standIn]?.toUpperCase()}`;
    return [name, { server: server.url, tokenFrom, ...settings }];
  });
  writeFileSync(
    join(fleet.directory, "agent-stack.yaml"),
    JSON.stringify({ environments: Object.fromEntries(all) }),
  );
}
