/** What the package's files load, each no more than it needs. */

export const library = () => require("../../configuration/package");
export const commands = () => require("./cli");
export const terraform = () => require("./terraform");
