/**
 * Ends the program where this Node is older than the one it needs.
 *
 * It stands before a bundle and has nothing from around it: what it is written in, Node reads from version 8 on.
 *
 * @param {string} name
 * @param {string} needed - for example 20.19
 * @param {string} given - for example 12.22.12
 */
export function refuseOldNode(name, needed, given) {
  const [major, minor] = needed.split(".").map(Number);
  const [ownMajor, ownMinor] = given.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(
    `${name} needs Node ${needed} or newer, and this is Node ${given}: install one, for example from https://nodejs.org`,
  );
  process.exit(1);
}
