import { readdirSync, readFileSync } from "node:fs";
import { program } from "../../tools/commands/program";

const FOLDER = "docs/public/recordings";
const SECRET = /\/tmp\/|\/home\/|\/root\/|127\.0\.0\.1|localhost|Bearer|[A-Za-z0-9]{40,}/;

const NAMES = readdirSync(FOLDER).sort();

test("the page shows each recording", () => {
  const page = readFileSync("docs/recordings.md", "utf8");

  const shown = [...page.matchAll(/<Recording name="(\w+)" \/>/g)].map(([, name]) => `${name}.cast`);

  expect(shown.sort()).toEqual(NAMES);
});

describe.each(NAMES)("%s", (name) => {
  const text = readFileSync(`${FOLDER}/${name}`, "utf8");
  const [header, ...events] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

  test("is a small recording of 80 columns, whose times do not go back", () => {
    const times = events.map(([time]) => time as number);

    expect(header).toMatchObject({ version: 2, width: 80, height: 30 });
    expect(events.map(([, kind, data]) => [kind, typeof data])).toEqual(events.map(() => ["o", "string"]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(text.length).toBeLessThan(100_000);
  });

  test("shows a command that exists, with options that it has", () => {
    const [npx, agentStack, command, ...words] = (header.title as string).split(" ");
    const known = program().commands.find((each) => each.name() === command);
    const options = known?.options.map(({ long }) => long);

    expect([npx, agentStack, known?.name()]).toEqual(["npx", "agent-stack", name.replace(".cast", "")]);
    expect(words.filter((word) => word.startsWith("-") && !options?.includes(word))).toEqual([]);
    expect(events[0][2]).toContain(`$ ${header.title}`);
  });

  test("has no secret, no error and no place of the machine that recorded it", () => {
    const printed = events.map(([, , data]) => data).join("");

    expect(SECRET.exec(printed)).toBeNull();
    expect(printed).not.toContain("agent-stack: ");
  });
});
