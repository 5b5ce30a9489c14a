import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ForgeDouble } from "../forge/forge-double";
import { proxyTo } from "../http/proxy-server";

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("agent-stack comment", () => {
  let double: ForgeDouble;
  let folder: string;

  beforeEach(async () => {
    double = await ForgeDouble.start("github");
    folder = mkdtempSync(join(tmpdir(), "agent-stack-comment-"));
    writeFileSync(join(folder, "event.json"), '{"pull_request":{"number":12}}');
    writeFileSync(join(folder, "plan.md"), "# Plan\n");
  });

  afterEach(async () => {
    await double.close();
    rmSync(folder, { recursive: true });
  });

  function comment(...args: string[]): Promise<Result> {
    return commentWith({}, ...args);
  }

  function commentWith(further: Record<string, string>, ...args: string[]): Promise<Result> {
    const env = {
      PATH: process.env.PATH,
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "acme/identity",
      GITHUB_TOKEN: ForgeDouble.TOKEN,
      GITHUB_API_URL: double.apiUrl,
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      ...further,
    };
    const cli = resolve("dist/agent-stack.js");
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        [cli, "comment", ...args],
        { cwd: folder, env },
        (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
      child.stdin?.end("from standard input");
    });
  }

  test("posts a file and says where", async () => {
    const result = await comment("plan.md");

    expect(result).toEqual({
      code: 0,
      stdout: `created https://github.test/${double.comments[0]?.id}\n`,
      stderr: "",
    });
    expect(double.comments[0]?.body).toBe("<!-- agent-stack:plan -->\n# Plan");
  });

  test("goes through the proxy that the environment names", async () => {
    const proxy = await proxyTo(Number(new URL(double.apiUrl).port));

    const result = await commentWith(
      { GITHUB_API_URL: "http://api.example.com", http_proxy: `http://localhost:${proxy.port}` },
      "plan.md",
    );

    await proxy.close();
    expect(result.code).toBe(0);
    expect(double.comments).toHaveLength(1);
    expect(proxy.requests.at(-1)).toBe("POST http://api.example.com/repos/acme/identity/issues/12/comments");
  });

  test("keeps an issue for drift with what standard input says", async () => {
    const result = await comment("-", "--issue", "Drift");

    expect(result.code).toBe(0);
    expect(double.issues[0]).toMatchObject({
      title: "Drift",
      body: "<!-- agent-stack:drift -->\nfrom standard input",
    });
  });

  test("posts several reports as one, updated in place, worst first by the JSON beside them", async () => {
    const environment = (name: string, status: string, severity: string | null) => ({
      environments: [{ name, status, severity, verdict: `verdict of ${name}` }],
    });
    const reports = {
      fine: environment("fine", "in order", null),
      lost: environment("lost", "failed", null),
      open: environment("open", "attention", "weakens security"),
    };
    for (const [name, json] of Object.entries(reports)) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(json));
      writeFileSync(join(folder, `${name}.md`), `report of ${name}\n`);
    }
    writeFileSync(join(folder, "note.md"), "A note.\n");
    const files = ["fine.md", "lost.md", "note.md", "open.md"];

    const first = await comment(...files);
    const second = await comment(...files);

    expect([first.stdout, second.stdout].map((said) => said.split(" https")[0])).toEqual([
      "created",
      "left unchanged",
    ]);
    const folded = (name: string) =>
      `<details>\n<summary>${name}</summary>\n\nreport of ${name}\n\n</details>`;
    expect(double.comments.map(({ body }) => body)).toEqual([
      [
        "<!-- agent-stack:plan -->\nA note.",
        "| environment | |\n| --- | --- |\n| lost | verdict of lost |\n| open | verdict of open |\n| fine | verdict of fine |",
        folded("lost"),
        folded("open"),
        folded("fine"),
      ].join("\n\n"),
    ]);
  });

  test("posts under another marker when one is given", async () => {
    await comment("plan.md", "--marker", "plan-staging");

    expect(double.comments[0]?.body).toBe("<!-- agent-stack:plan-staging -->\n# Plan");
  });

  test("closes the issue without a report", async () => {
    const issue = double.issue("<!-- agent-stack:drift -->\nold");

    const result = await comment("--close", "--issue", "Drift");

    expect(result).toEqual({ code: 0, stdout: `closed https://github.test/${issue.id}\n`, stderr: "" });
    expect(issue.state).toBe("closed");
  });

  test.each([
    { args: [], message: /^agent-stack comment: no report given: give the file .*\n$/ },
    { args: ["gone.md"], message: /^agent-stack comment: report gone\.md cannot be read: ENOENT.*\n$/ },
    {
      args: ["--close"],
      message: /^agent-stack comment: --close needs --issue: a comment cannot be closed\n$/,
    },
  ])("fails with one line for $args", async ({ args, message }) => {
    const result = await comment(...args);

    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(message);
  });
});
