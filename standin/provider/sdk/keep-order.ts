/**
 * The server's list in the order the state had it, new entries last: authentik returns relations in an order of its
 * own, which is no difference. An entry the state has is kept once.
 */
export function keepOrder<T>(state: readonly T[], server: readonly T[]): T[] {
  const keys = state.map(key);
  const known = new Map<number, T>();
  const added: T[] = [];
  for (const entry of server) {
    const position = keys.indexOf(key(entry));
    if (position < 0) added.push(entry);
    else known.set(position, entry);
  }
  return [...[...known].sort(([a], [b]) => a - b).map(([, entry]) => entry), ...added];
}

const key = (entry: unknown) =>
  JSON.stringify(entry && typeof entry === "object" ? Object.entries(entry).sort() : entry);
