import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Git } from "../../../tools/forge/git";
import { removeFolders, temporaryFolder } from "../terraform/programs";

afterAll(removeFolders);

test("the commit that is checked out is told, and that files differ from it", async () => {
  const folder = temporaryFolder();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  const checkedOut = () => new Git(folder, process.env).checkedOut();
  const none = await checkedOut();
  git("init", "--quiet");
  writeFileSync(join(folder, "agent-stack.yaml"), "environments: {}");
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "first");
  git("tag", "v1");
  const commit = git("rev-parse", "--short", "HEAD");

  const clean = await checkedOut();
  writeFileSync(join(folder, "agent-stack.yaml"), "environments: {production: {}}");
  const changed = await checkedOut();

  expect({ none, clean, changed }).toEqual({ none: undefined, clean: commit, changed: `${commit}-dirty` });
});

test("without git nothing is told", async () => {
  expect(await new Git(temporaryFolder(), { PATH: "" }).checkedOut()).toBeUndefined();
});
