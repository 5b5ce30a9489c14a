import { existsSync, readFileSync } from "node:fs";
import { HELP } from "../../../tools/commands/help";
import { program } from "../../../tools/commands/program";

const COMMANDS = program().commands.map((command) => ({ name: command.name(), command }));

function helpOf(name: string): string {
  let shown = "";
  const command = program().commands.find((each) => each.name() === name);
  command?.configureOutput({ writeOut: (text) => (shown += text), getOutHelpWidth: () => 80 }).outputHelp();
  return shown;
}

test("there is more help for each command, and for nothing else", () => {
  expect(Object.keys(HELP).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

test.each(COMMANDS)("$name --help has its variables, an example and its page", ({ name }) => {
  const { variables, example, page } = HELP[name] ?? { variables: {}, example: "", page: "" };

  const shown = helpOf(name);

  for (const [variable, what] of Object.entries(variables)) {
    expect(shown).toMatch(new RegExp(`^  ${variable} +${what.replace(/[()`]/g, "\\$&")}$`, "m"));
  }
  expect(shown).toContain(`\nExample:\n  npx agent-stack ${example}\n\nRead on: ${page}\n`);
  expect(existsSync(page)).toBe(true);
  expect(readFileSync(page, "utf8")).toContain(`agent-stack ${name}`);
  const own = shown.split("\n").slice(shown.split("\n").indexOf("Variables of the environment:"));
  expect(own.filter((line) => line.length > 80)).toEqual([]);
});

test.each(COMMANDS)("the example of $name --help is one that it takes", ({ name }) => {
  const [, ...words] = (HELP[name]?.example.match(/'[^']*'|\S+/g) ?? []).map((word) =>
    word.replaceAll("'", ""),
  );
  const command = program().commands.find((each) => each.name() === name);
  let taken: unknown[] = [];
  command?.exitOverride().action((...given: unknown[]) => {
    taken = given;
  });

  command?.parse(words, { from: "user" });

  expect(taken).toHaveLength((command?.registeredArguments.length ?? 0) + 2);
});

test.each([program(), ...program().commands].map((command) => ({ name: command.name(), command })))(
  "$name --help is at most 80 columns wide, but for what has no space",
  ({ command }) => {
    const { COLUMNS } = process.env;
    let shown = "";
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      shown += text;
      return true;
    });

    process.env.COLUMNS = "80";
    command.outputHelp();

    process.env.COLUMNS = COLUMNS;
    write.mockRestore();
    expect(shown).toContain("\nOptions:\n");
    expect(shown.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);
