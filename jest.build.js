const { execFileSync } = require("node:child_process");

/** Builds the command as it is published once, since many tests start it. */
module.exports = () => {
  execFileSync(process.execPath, ["build.mjs"], { cwd: __dirname });
};
