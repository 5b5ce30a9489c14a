import { runProcess } from "../terraform/process";

/** Git in a folder of a repository; every name of a commit is resolved before anything else gets it. */
export class Git {
  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** The commit's id. @throws Error when there is none of this name */
  async commit(name: string): Promise<string> {
    const found = await this.run("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
    if (found.code !== 0) {
      throw new Error(`"${name}" is no commit here: give a branch, a tag or a commit that was fetched`);
    }
    return found.stdout.trim();
  }

  /** The commit that is checked out, with `-dirty` where files differ; undefined where that is not known. */
  async checkedOut(): Promise<string | undefined> {
    const describe = ["--no-optional-locks", "describe", "--always", "--dirty", "--exclude", "*"];
    const found = await this.run(...describe).catch(() => undefined);
    return found?.code === 0 ? found.stdout.trim() || undefined : undefined;
  }

  /** The tree that a merge of the second commit into the first gives. @throws Error when they conflict */
  async merged(into: string, commit: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(
      "merge-tree",
      "--write-tree",
      "--name-only",
      "--no-messages",
      into,
      commit,
    );
    const [tree = "", ...conflicts] = stdout.trim().split("\n");
    if (code === 0) return tree;
    if (code === 1) throw new Error(`it cannot be merged, there are conflicts in ${conflicts.join(", ")}`);
    throw new Error(`git merge-tree failed: ${stderr.trim()}`);
  }

  /** Where the folder is in the repository, with a slash at the end; empty for its root. */
  async prefix(): Promise<string> {
    return (await this.output("rev-parse", "--show-prefix")).trim();
  }

  /** Paths, from the repository's root, that differ between two trees, or between one and the working tree. */
  async differing(from: string, to?: string): Promise<string[]> {
    const trees = to === undefined ? [from] : [from, to];
    return split(await this.output("diff", "--name-only", "--no-renames", "-z", ...trees, "--"));
  }

  /** What a tree has at and below paths of the folder. */
  async entries(tree: string, paths: readonly string[]): Promise<{ mode: string; path: string }[]> {
    const listed = split(await this.output("ls-tree", "-r", "-z", tree, "--", ...paths));
    return listed.map((entry) => {
      const [meta = "", path = ""] = entry.split("\t");
      return { mode: meta.split(" ")[0] as string, path };
    });
  }

  /** The content of a file of the folder. */
  content(tree: string, path: string): Promise<string> {
    return this.output("show", `${tree}:./${path}`);
  }

  private async output(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
    return stdout;
  }

  private run(...args: string[]) {
    return runProcess({ command: "git", args, cwd: this.folder, env: this.env });
  }
}

function split(listed: string): string[] {
  return listed.split("\0").filter(Boolean);
}
