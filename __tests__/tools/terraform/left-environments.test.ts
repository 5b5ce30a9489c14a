import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLeft } from "../../../tools/terraform/left-environments";
import { removeFolders, temporaryFolder } from "./programs";

afterAll(removeFolders);

test("of a state that OpenTofu encrypted it is told that it is there", async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, "terraform.globex.tfstate"),
    JSON.stringify({ serial: 1, lineage: "a", meta: {}, encrypted_data: "AAAA", encryption_version: "v0" }),
  );

  const left = await readLeft([], [], { command: "tofu", title: "tofu 1.12.6", env: {}, cwd });

  expect(left).toEqual([
    {
      name: "globex",
      place: "terraform.globex.tfstate",
      failure: "OpenTofu encrypted it",
      note: "globex is no longer in the configuration, and what its state in terraform.globex.tfstate has is not known: OpenTofu encrypted it. Was it renamed, give the environment of its new name renamedFrom: globex. To destroy them, put the environment back as git has it, run npx agent-stack destroy globex and take it out again. To forget them, so that they stay in authentik: rm terraform.globex.tfstate",
    },
  ]);
});
