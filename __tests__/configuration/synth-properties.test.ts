import "./without-terraform";

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import fc from "fast-check";
import { stringify } from "yaml";
import { parseConfiguration } from "../../configuration/parse-configuration";
import { AgentStack } from "../../lib/agent-stack";
import { expectNothingButMistakes } from "./nothing-but-mistakes";
import { validConfiguration } from "./valid-configuration";

describe("any configuration without mistakes", () => {
  const outdir = mkdtempSync(join(tmpdir(), "agent-stack-"));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it("is parsed and synthesised, validations of all constructs included", () => {
    fc.assert(
      fc.property(validConfiguration, (configuration) => {
        const { environments } = parseConfiguration(stringify(configuration), "agent-stack.yaml");
        const app = new App({ outdir });
        for (const { name, props } of environments) new AgentStack(app, name, props);
        app.synth();
        expect(environments.map(({ name }) => name).sort()).toEqual(
          Object.keys(configuration.environments).sort(),
        );
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("has mistakes or none after any change of its text", () => {
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 8 }),
      put: fc.constantFrom("", "\n", " ", ":", "- ", "{", "~", "a", "'", "${", "\t"),
    });
    fc.assert(
      fc.property(
        validConfiguration,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (configuration, changes) => {
          const text = changes.reduce((before, { at, cut, put }) => {
            const place = at % (before.length + 1);
            return before.slice(0, place) + put + before.slice(place + cut);
          }, stringify(configuration));
          expectNothingButMistakes(text);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});
