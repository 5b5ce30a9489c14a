const { execFileSync } = require("node:child_process");

/** Builds the command as it is published once, since many tests start it. */
module.exports = () => {
  // terraform runs for a moment, many hundred times: a tenth of that would be garbage collection.
  process.env.GOGC = "off";
  // Tests read whole sentences, whatever the width of a terminal.
  process.env.COLUMNS = "100000";
  execFileSync(process.execPath, ["build.mjs"], { cwd: __dirname });
};
