import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const sources = ["tools", "lib", "configuration"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  )
  .join("\n");

const MESSAGES = [...readFileSync("docs/messages.md", "utf8").matchAll(/^\| `([^`]+)` \|/gm)].map(
  ([, message = ""]) => message,
);

test("every row of the page begins with a message", () => {
  const rows = readFileSync("docs/messages.md", "utf8").match(/^\| (?!message |---).*$/gm);

  expect(MESSAGES).toHaveLength(rows?.length ?? 0);
  expect(new Set(MESSAGES).size).toBe(MESSAGES.length);
});

test.each(MESSAGES)("%s is what the sources say", (message) => {
  const fixed = message
    .split("…")
    .map((part) => part.trim())
    .filter((part) => /\w{3}/.test(part));

  expect(fixed).not.toEqual([]);
  expect(fixed.filter((part) => !sources.includes(part))).toEqual([]);
});
