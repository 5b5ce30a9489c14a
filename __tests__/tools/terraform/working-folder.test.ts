import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorkingFolder } from "../../../tools/terraform/working-folder";
import { removeFolders, temporaryFolder } from "./programs";

afterAll(removeFolders);

const HOUR_MILLISECONDS = 3_600_000;

test.each([
  ["a moment ago", 0, true],
  ["an hour ago", HOUR_MILLISECONDS, false],
])(
  "a state that could not be written by a run killed %s is put beside its stack",
  (_, milliseconds, isThere) => {
    const out = temporaryFolder();
    const run = join(out, ".agent-stack/runs/run-killed");
    mkdirSync(join(run, "stacks/production/.terraform"), { recursive: true });
    writeFileSync(join(run, "stacks/production/errored.tfstate"), "the state");
    writeFileSync(join(run, "stacks/production/plan.tfplan"), "secrets");
    const last = new Date(Date.now() - milliseconds);
    utimesSync(run, last, last);

    makeWorkingFolder(out);

    expect(readFileSync(join(out, "stacks/production/errored.tfstate"), "utf8")).toBe("the state");
    expect(existsSync(join(out, "stacks/production/plan.tfplan"))).toBe(false);
    expect(existsSync(run)).toBe(isThere);
  },
);
