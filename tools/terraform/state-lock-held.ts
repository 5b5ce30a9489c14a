import type { Diagnostic, Place } from "./remedies";

const HOLDER =
  /Lock Info:\s+ID:\s+(\S*)\s+Path:[\s\S]*?Operation:\s+(\S*)\s+Who:\s+(\S*)\s+Version:\s+(\S*)\s+Created:\s+(\S+ [\d:]+)/;

const DOING: Readonly<Record<string, string>> = {
  OperationTypeApply: "been applying",
  OperationTypePlan: "been planning",
};

const WAIT = "Wait until that run has ended, and run this again.";

/** What there is to know of a lock that another run holds, in place of what terraform says of it; undefined of other failures. */
export function lockHeld({ summary, detail }: Diagnostic, place: Place): string | undefined {
  const [, id = "", operation = "", who = "", version = "", created = ""] = HOLDER.exec(detail) ?? [];
  if (!/^Error acquiring the state lock/.test(summary) || id === "") return undefined;
  const locked = `the state of ${place.environment} is locked`;
  const [kind] = Object.keys(place.configuration.terraform?.backend ?? {});
  // Of these two, terraform shows its own lock, which was refused, as if it were the one that is held.
  if (kind === "pg") {
    return `${locked} by another run, or by one that makes the first state in this database; PostgreSQL does not tell terraform whose. ${WAIT} PostgreSQL releases the lock when that run's connection ends, and force-unlock cannot; SELECT pid, client_addr, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' names the connection, and SELECT pg_terminate_backend(pid) ends it.`;
  }
  if (kind === "http") {
    const [, held = "ID"] = /already locked: ID=(\S+)/.exec(detail) ?? [];
    return `${locked} by another run, lock ${held}; whose it is the service knows, and terraform does not tell. ${WAIT} ${left(held, place)}`;
  }
  const doing = DOING[operation] ?? "worked on it";
  const held = `${locked}: ${who} has ${doing} with terraform ${version} since ${created} UTC. ${WAIT}`;
  return kind === "local" ? `${held} Its lock ends with it.` : `${held} ${left(id, place)}`;
}

function left(id: string, { terraform, environment }: Place): string {
  return `If it was killed, or its machine is gone, release the lock: ${terraform} force-unlock ${id}. What it was making may be in authentik and not in the state: npx agent-stack adopt ${environment} finds it, before the next apply.`;
}
