import type { Command } from "commander";
import { attributeDrift, openEventLog } from "../drift/event-log";
import { notifyOptions } from "./notify";
import { type PlanCommandOptions, planLike, planReport } from "./plan-like";
import { report } from "./report";

/** `agent-stack drift`: what was changed outside terraform, by whom and when. */
export function driftCommand(): Command {
  const command = planLike("drift", "Show what was changed in authentik outside terraform, and who did it");
  return notifyOptions(command).action((names: string[], options: PlanCommandOptions) =>
    report("drift", options, async () => {
      const { environments, servers = new Map(), ...result } = await planReport(names, options, "drift");
      const attributed = environments.map(async (environment) => {
        const { name, drift } = environment;
        const open = () => openEventLog({ name, server: servers.get(name) }, process.env);
        return { ...environment, drift: await attributeDrift(drift, open) };
      });
      return { ...result, environments: await Promise.all(attributed) };
    }),
  );
}
