import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { transformSync } from "esbuild";

const COMMANDS = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).bin);

/** Runs a command with `--version` under a Node that says it is this version. */
function run(command: string, node: string) {
  const file = resolve("dist", `${command}.js`);
  const script = `Object.defineProperty(process.versions, "node", { value: "${node}" }); process.argv.splice(1, 0, "${file}"); require("${file}");`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script, "--", "--version"], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test.each(COMMANDS.flatMap((command) => ["12.22.12", "18.20.8", "20.18.3"].map((node) => [command, node])))(
  "%s tells a Node %s that it is too old, and does nothing",
  (command, node) => {
    expect(run(command as string, node as string)).toEqual({
      status: 1,
      stdout: "",
      stderr: `${command} needs Node 20.19 or newer, and this is Node ${node}: install one, for example from https://nodejs.org\n`,
    });
  },
);

test.each(["20.19.0", "20.20.2", "21.0.0", "24.1.0"])("Node %s is new enough", (node) => {
  expect(run("agent-stack", node)).toMatchObject({ status: 0, stderr: "" });
});

test.each(COMMANDS)("%s has nothing that a Node of ECMAScript 2018 cannot read", (command) => {
  const text = readFileSync(`dist/${command}.js`, "utf8");
  const print = (target: string) => transformSync(text, { target }).code;

  // Whatever is newer would be written otherwise.
  expect(print("es2018") === print("esnext")).toBe(true);
});
