import { fingerprint, partsOf } from "../../../tools/init/owned-parts";
import { fingerprintsOf, parseRecord, recordText } from "../../../tools/init/record";
import { upgradeOf } from "../../../tools/init/upgrade-of";

const NOTHING = { take: [], keep: [] };

const files = (given: Readonly<Record<string, string>>) => new Map(Object.entries(given));

/** What upgrading from one version's files to another's makes of what is there. */
function upgrade(
  earlier: Readonly<Record<string, string>>,
  later: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>>,
  decisions: { take?: string[]; keep?: string[] } = {},
) {
  const written = fingerprintsOf(partsOf(files(earlier)));
  return upgradeOf(partsOf(files(later)), files(there), written, { ...NOTHING, ...decisions });
}

const after = ({ changed }: ReturnType<typeof upgrade>) =>
  Object.fromEntries([...changed].map(([path, { after }]) => [path, after]));

test.each<[string, string | undefined, string | undefined, string | undefined, string, string | undefined]>([
  // what, earlier, later, there, verdict, text afterwards
  ["as written before", "1", "2", "1", "changed", "2"],
  ["as written now", "1", "2", "2", "settled", "2"],
  ["edited, and written as before", "1", "1", "mine", "kept", "mine"],
  ["edited, and written otherwise", "1", "2", "mine", "conflict", "mine"],
  ["removed, and written otherwise", "1", "2", undefined, "kept", undefined],
  ["new", undefined, "2", undefined, "changed", "2"],
  ["new, and there already", undefined, "2", "mine", "conflict", "mine"],
  ["new, and the same already there", undefined, "2", "2", "settled", "2"],
  ["written no more", "1", undefined, "1", "changed", undefined],
  ["written no more, and edited", "1", undefined, "mine", "conflict", "mine"],
  ["written no more, and removed", "1", undefined, undefined, "settled", undefined],
])("a file that is %s", (_, earlier, later, there, verdict, text) => {
  const named = (content: string | undefined): Record<string, string> =>
    content === undefined ? {} : { "plan.yml": content };

  const found = upgrade(named(earlier), named(later), named(there));

  const is = found.conflicts.length > 0 ? "conflict" : found.kept.length > 0 ? "kept" : "settled";
  expect(found.changed.size > 0 ? "changed" : is).toBe(verdict);
  expect(found.changed.has("plan.yml") ? after(found)["plan.yml"] : there).toBe(text);
});

test("a conflict stays one until somebody decides, and is none from then on", () => {
  const [earlier, later, there] = [{ "plan.yml": "1" }, { "plan.yml": "2" }, { "plan.yml": "mine" }];
  const open = upgrade(earlier, later, there);
  const kept = upgrade(earlier, later, there, { keep: ["plan.yml"] });
  const taken = upgrade(earlier, later, there, { take: ["plan.yml"] });

  const ours = partsOf(files(later));
  const [again, afterKeep] = [open, kept].map(({ written }) =>
    upgradeOf(ours, files(there), written, NOTHING),
  );

  expect(open.conflicts).toEqual([{ key: "plan.yml", theirs: "mine", ours: "2" }]);
  expect(again?.conflicts).toEqual(open.conflicts);
  expect([kept.conflicts, kept.kept, afterKeep?.conflicts]).toEqual([[], ["plan.yml"], []]);
  expect([taken.conflicts, after(taken)]).toEqual([[], { "plan.yml": "2" }]);
});

test("what was removed comes back by --take only", () => {
  const found = upgrade({ "plan.yml": "1" }, { "plan.yml": "2" }, {}, { take: ["plan.yml"] });

  expect(after(found)).toEqual({ "plan.yml": "2" });
});

test("of package.json only what was written is written, and the reader's settings, order and indentation stay", () => {
  const before = '{"engines": {"node": ">=20"}, "dependencies": {"cdktf": "1.0.0", "tsx": "4.0.0"}}';
  const now =
    '{"engines": {"node": ">=22"}, "dependencies": {"cdktf": "1.1.0", "tsx": "4.1.0", "zod": "4.0.0"}}';
  const there = `{
    "name": "identity",
    "dependencies": {
        "tsx": "^4.0.0",
        "left-pad": "1.0.0",
        "cdktf": "1.0.0"
    },
    "engines": { "node": ">=20" }
}
`;

  const found = upgrade({ "package.json": before }, { "package.json": now }, { "package.json": there });

  expect(after(found)["package.json"]).toBe(`{
    "name": "identity",
    "dependencies": {
        "tsx": "^4.0.0",
        "left-pad": "1.0.0",
        "cdktf": "1.1.0",
        "zod": "4.0.0"
    },
    "engines": {
        "node": ">=22"
    }
}
`);
  expect(found.conflicts).toEqual([
    { key: "package.json > dependencies > tsx", theirs: '"^4.0.0"', ours: '"4.1.0"' },
  ]);
});

test("of .gitignore only the lines that were written are written", () => {
  const found = upgrade(
    { ".gitignore": "a/\nb/\nc/\n" },
    { ".gitignore": "a/\nb/\nd/\n" },
    { ".gitignore": "# mine\na/\nc/\nmine/" },
  );

  expect(after(found)).toEqual({ ".gitignore": "# mine\na/\nmine/\nd/\n" });
  expect(found.kept).toEqual([".gitignore > b/"]);
});

test("of agent-stack.yaml only the line of its schema is written, and of others nothing", () => {
  const line = (place: string) => `# yaml-language-server: $schema=./${place}.json\n`;
  const all = (text: string) => ({
    "agent-stack.yaml": text,
    "main.ts": text,
    "README.md": text,
    CODEOWNERS: text,
  });

  const found = upgrade(all(line("old")), all(line("new")), {
    ...all("mine"),
    "agent-stack.yaml": `${line("old")}environments: {}\n`,
  });

  expect(after(found)).toEqual({ "agent-stack.yaml": `${line("new")}environments: {}\n` });
});

test("line ends of Windows are no edit, and stay", () => {
  const found = upgrade({ "plan.yml": "a\nb\n" }, { "plan.yml": "a\nc\n" }, { "plan.yml": "a\r\nb\r\n" });

  expect(after(found)).toEqual({ "plan.yml": "a\r\nc\r\n" });
});

test("a JSON that is none is told by its name", () => {
  expect(() => upgrade({}, {}, { "cdktf.json": "{" })).toThrow(/^cdktf\.json is no JSON: /);
});

test("what is remembered is read as it was written", () => {
  const record = { version: "1.2.3", forge: "github", written: new Map([["b", fingerprint("b")]]) };

  expect(parseRecord(recordText(record))).toEqual(record);
});

const MALFORMED = "and so is not as agent-stack wrote it: take it from an earlier commit";

test.each([
  ["{", `.agent-stack.json is no JSON, ${MALFORMED}`],
  ["null", `.agent-stack.json lacks version or forge, ${MALFORMED}`],
  ['{"version": "1", "forge": "none"}', `.agent-stack.json lacks what was written, ${MALFORMED}`],
  [
    '{"version": "1", "forge": "none", "written": {"a": 1}}',
    `.agent-stack.json has a fingerprint that is none, ${MALFORMED}`,
  ],
  ...["../a", "x/../../a", "/etc/passwd"].map((path) => [
    JSON.stringify({ version: "1", forge: "none", written: { [path]: "" } }),
    `.agent-stack.json names "${path}", which is not in this folder, ${MALFORMED}`,
  ]),
])("a record %s is refused", (text, message) => {
  expect(() => parseRecord(text as string)).toThrow(new Error(message));
});
