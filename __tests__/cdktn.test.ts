import "./configuration/without-terraform";

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import type { AgentStack } from "../lib/agent-stack";
import { AppProgram } from "./app-program";
import { validConfiguration } from "./configuration/valid-configuration";

const VERSIONS = { cdktf: "0.21.0", cdktn: "0.24.0" };
type Framework = keyof typeof VERSIONS;

const folder = mkdtempSync(join(tmpdir(), "agent-stack-cdktn-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * The JSON of all files that are written, in its order, by their names. In it is the framework's version, which has to be there once
 * and says OWN here. Beside it the two differ in line breaks within what is empty, and in the lines of code that an annotation notes.
 */
function written(out: string, framework: Framework): Record<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const text = JSON.stringify(
        JSON.parse(readFileSync(join(parentPath, name), "utf8"), (key, value) =>
          key === "stacktrace" ? [] : value,
        ),
      );
      const own = `"version":"${VERSIONS[framework]}"`;
      expect({ name, versions: text.split(own).length - 1 }).toEqual({ name, versions: 1 });
      return [join(parentPath, name).slice(out.length + 1), text.replace(own, '"version":"OWN"')];
    }),
  );
}

test("the example synthesises the same JSON under cdktn as under cdktf, but for the framework's version", () => {
  const apps = {
    cdktf: new AppProgram(),
    cdktn: new AppProgram("--alias:cdktf=cdktn", "--external:cdktn"),
  };

  const [cdktf, cdktn] = (["cdktf", "cdktn"] as const).map((framework) => {
    const app = apps[framework];
    expect(app.run("examples/agent-stack.yaml")).toMatchObject({ status: 0, stderr: "" });
    return written(join(app.directory, "out"), framework);
  });
  for (const app of Object.values(apps)) app.remove();

  expect(Object.keys(cdktf ?? {}).sort()).toEqual(["manifest.json", "stacks/staging/cdk.tf.json"]);
  expect(cdktn).toEqual(cdktf);
});

test("any configuration synthesises the same JSON under cdktn as under cdktf, but for the framework's version", () => {
  const under = { cdktf: libraryUnder("cdktf"), cdktn: libraryUnder("cdktn") };

  fc.assert(
    fc.property(validConfiguration, (configuration) => {
      const [cdktf, cdktn] = (["cdktf", "cdktn"] as const).map((framework) => {
        const outdir = mkdtempSync(join(folder, "out-"));
        under[framework](stringify(configuration), outdir);
        return written(outdir, framework);
      });
      expect(cdktn).toEqual(cdktf);
    }),
    { numRuns: 10 },
  );
}, 120_000);

/** The library with its bindings on one of the two; each has modules of its own. */
function libraryUnder(framework: Framework): (configuration: string, outdir: string) => void {
  let synthesise: ReturnType<typeof libraryUnder> | undefined;
  jest.isolateModules(() => {
    jest.doMock("cdktf", () => jest.requireActual(framework));
    const { App } = jest.requireActual<typeof import("cdktf")>(framework);
    const { parseConfiguration } = require("../configuration/parse-configuration");
    const { AgentStack } = require("../lib/agent-stack") as {
      AgentStack: new (...args: never[]) => AgentStack;
    };
    synthesise = (text, outdir) => {
      const app = new App({ outdir });
      for (const { name, props } of parseConfiguration(text, "agent-stack.yaml").environments) {
        new AgentStack(...([app, name, props] as never[]));
      }
      app.synth();
    };
  });
  jest.dontMock("cdktf");
  return synthesise as ReturnType<typeof libraryUnder>;
}
