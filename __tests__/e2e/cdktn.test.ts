import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AgentStack } from "../../lib";

// Hoisted above all imports, so that the constructs and the bindings are cdktn's here.
jest.mock("cdktf", () => jest.requireActual("cdktn"));

/** The end-to-end tests that each run repeats under cdktn; `npm run test:cdktn` runs all of them. */
const REPEATED = ["lifecycle", "renamed", "entries-renamed", "limited-tokens"];

process.env.TEST_FRAMEWORK = "cdktn";

test("what is tested here is cdktn", () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "agent-stack-cdktn-")) });
  new AgentStack(app, "production", {});

  app.synth();

  const stack = readFileSync(join(app.outdir, "stacks/production/cdk.tf.json"), "utf8");
  expect(JSON.parse(stack)["//"].metadata.version).toBe("0.24.0");
  rmSync(app.outdir, { recursive: true });
});

describe.each(REPEATED)("%s under cdktn", (name) => {
  jest.requireActual(`./${name}.test`);
});
