import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { App, Testing } from "cdktf";
import { parseConfiguration } from "../configuration";
import * as library from "../configuration/package";
import { program } from "../tools/commands/program";
import { CLIENT_COMMANDS } from "./tools/join/client-commands";

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

interface Snippet {
  readonly document: string;
  readonly text: string;
}

function snippets(language: string): Snippet[] {
  return DOCUMENTS.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)]
      .filter(([, , found]) => found === language)
      .map(([, indent = "", , text = ""]) => ({
        document,
        text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      })),
  );
}

test.each(snippets("yaml").filter(({ text }) => text.startsWith("environments:")))(
  "$document: configuration $# is valid and synthesises",
  ({ document, text }) => {
    const { environments } = parseConfiguration(text, document);

    const synthesised = environments.map(({ name, props }) =>
      JSON.parse(Testing.synth(new library.AgentStack(new App(), name, props), true)),
    );

    expect(synthesised).not.toEqual([]);
    for (const { resource } of synthesised) expect(resource).toHaveProperty("authentik_provider_oauth2");
  },
);

test.each(snippets("ts"))("$document: code $# runs", ({ text }) => {
  const { code } = transformSync(text, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  const outdir = mkdtempSync(join(tmpdir(), "agent-stack-documentation-"));
  process.env.CDKTF_OUTDIR = outdir;

  new Function("require", "exports", code)(
    (name: string) => (name === "@agent-stack/authentik" ? library : require(name)),
    {},
  );

  expect(existsSync(join(outdir, "stacks", "identity", "cdk.tf.json"))).toBe(true);
  delete process.env.CDKTF_OUTDIR;
  rmSync(outdir, { recursive: true });
});

test.each(
  snippets("sh").flatMap(({ document, text }) =>
    text
      .trim()
      .split("\n")
      .map((command) => ({ document, command })),
  ),
)("$document: $command", ({ command }) => {
  expect(unknownIn(command)).toEqual([]);
});

test.each(
  snippets("yaml").flatMap(({ document, text }) =>
    [...text.matchAll(/\bnpx agent-stack [^\n|>]*/g)].map(([command]) => ({
      document,
      command: command.trim(),
    })),
  ),
)("$document, in a pipeline: $command", ({ command }) => {
  expect(unknownIn(command)).toEqual([]);
});

test.each(DOCUMENTS)("%s links to what exists", (document) => {
  const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
    ([, link]) => link,
  );

  const missing = links.filter((link) => !existsSync(join(document, "..", link as string)));

  expect(missing).toEqual([]);
});

/** What a command of the documentation names that does not exist. */
function unknownIn(command: string): string[] {
  if (/^export \w+=\S+$/.test(command)) return [];
  const [runner, ...words] = command.split(" ") as [string, ...string[]];
  // docs/json.test.ts runs them.
  if (runner === "jq") return [];
  if (runner === "npm" && ["ci", "test", "pack", "install"].includes(words.join(" "))) return [];
  if (/^(mkdir|cd|npm pack --pack-destination) \.\.\/[a-z]+$/.test(command)) return [];
  if (runner === "npm" && words[0] === "run") {
    const [, script = "", separator, ...rest] = words;
    const nested = script === "standin" && separator === "--" ? unknownIn(rest.join(" ")) : [];
    return script in scripts ? nested : [script];
  }
  if (runner === "npx" && words[0] === "--package") return unknownIn(["npx", ...words.slice(2)].join(" "));
  if (command.startsWith("npx agent-stack standin -- ")) return unknownIn(words.slice(3).join(" "));
  if (runner === "npx" && words[0] === "agent-stack") return unknownOptions(words.slice(1));
  if (runner === "npx" && words[0] === "cdktf") {
    return ["deploy", "destroy", "diff", "get", "synth"].includes(words[1] ?? "") ? [] : words;
  }
  if (runner === "terraform")
    return /^-chdir=cdktf\.out\/stacks\/\w+ (plan|output( -raw \w+)?)$/.test(words.join(" ")) ? [] : words;
  if (runner === "ak" || runner === "ak-sysd") return unknownFlags(command);
  if (runner === "npx" && words[0] === "jest") return existsSync(words[1] ?? "") ? [] : words;
  return [command];
}

function unknownFlags(command: string): string[] {
  const known = CLIENT_COMMANDS.find(({ name }) => `${command} `.startsWith(`${name} `));
  if (!known) return [command];
  return command.split(" ").filter((word) => word.startsWith("-") && !known.flags.includes(word));
}

function unknownOptions([name = "", ...words]: readonly string[]): string[] {
  const command = program().commands.find((candidate) => candidate.name() === name);
  if (!command) return [name];
  const known = command.options.flatMap(({ long, short }) => [long, short]);
  return words.filter((word) => word.startsWith("-") && !known.includes(word));
}

test("the README has each command in its table and sends to each page from one place", () => {
  const readme = readFileSync("README.md", "utf8");
  const rows = [...readme.matchAll(/^\| `npx agent-stack ([\w-]+)` \|/gm)].map(([, name]) => name);
  const sentTo = [...readme.matchAll(/^- \[[^\]]+\]\((docs\/[\w-]+\.md)\)/gm)].map(([, page]) => page);

  expect([...rows].sort()).toEqual(
    program()
      .commands.map((command) => command.name())
      .sort(),
  );
  expect(sentTo).toEqual([...new Set(sentTo)]);
  expect(DOCUMENTS.filter((page) => page.startsWith("docs/") && !readme.includes(`](${page})`))).toEqual([
    "docs/index.md",
  ]);
});
