import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "./project";

/** What takes too long to make for each job, and is in no repository. */
const INSTALLED = new Set([".git", "node_modules", "dist", ".cache"]);

/** A forge's repository of a project, with a branch main and a pull request. */
export class Repository {
  private readonly origin: string;
  /** Where people work. */
  private readonly desk: string;

  constructor(private readonly project: Project) {
    this.origin = join(project.root, "origin.git");
    this.desk = join(project.root, "desk");
    const { directory } = project;
    appendFileSync(
      join(directory, ".gitignore"),
      "node_modules\ndist\n.cache\ncdktf.out\n.terraform\n*.tfstate*\n",
    );
    this.git(project.root, "init", "-q", "--bare", "-b", "main", this.origin);
    this.git(directory, "init", "-q", "-b", "main");
    this.git(directory, "remote", "add", "origin", this.origin);
    this.git(directory, "add", "-A");
    this.git(directory, "commit", "-q", "-m", "main");
    this.git(directory, "push", "-q", "origin", "main");
    this.git(project.root, "clone", "-q", this.origin, this.desk);
  }

  /** Makes main the first commit again with these files. */
  start(files: Readonly<Record<string, string>>): void {
    this.git(this.desk, "checkout", "-q", "-f", "main");
    this.commit(files);
    this.git(this.desk, "push", "-q", "origin", "main");
    this.checkOut();
  }

  /** A pull request's commit with these files changed. */
  propose(files: Readonly<Record<string, string>>): string {
    this.git(this.desk, "checkout", "-q", "-f", "-B", "change", "main");
    this.commit(files);
    // GitHub's name for it and GitLab's.
    const names = ["HEAD:refs/pull/12/head", "HEAD:refs/merge-requests/12/head"];
    this.git(this.desk, "push", "-q", "-f", "origin", ...names);
    return this.git(this.desk, "rev-parse", "HEAD").trim();
  }

  /** Merges the pull request; where main was before. */
  merge(): string {
    this.git(this.desk, "checkout", "-q", "main");
    const before = this.git(this.desk, "rev-parse", "HEAD").trim();
    this.git(this.desk, "merge", "-q", "--no-ff", "-m", "merge", "change");
    this.git(this.desk, "push", "-q", "origin", "main");
    return before;
  }

  /** A clean checkout in the project's folder, of main or of a commit. */
  checkOut(commit = "main"): void {
    const { directory } = this.project;
    this.git(directory, "fetch", "-q", "origin", commit);
    this.git(directory, "checkout", "-q", "-f", "--detach", "FETCH_HEAD");
    this.git(directory, "clean", "-fdq");
  }

  /** What `GIT_CHECKOUT: "false"` leaves: the repository at a commit, and no file of it. */
  clone(commit: string): void {
    const { directory } = this.project;
    this.checkOut(commit);
    for (const name of readdirSync(directory)) {
      if (!INSTALLED.has(name)) rmSync(join(directory, name), { recursive: true });
    }
  }

  /** The commit of main. */
  get main(): string {
    return this.git(this.origin, "rev-parse", "main").trim();
  }

  private commit(files: Readonly<Record<string, string>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.desk, path)), { recursive: true });
      writeFileSync(join(this.desk, path), content);
    }
    this.git(this.desk, "add", "-A", "-f");
    this.git(this.desk, "commit", "-q", "--allow-empty", "-m", "change");
  }

  private git(folder: string, ...args: string[]): string {
    return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}
