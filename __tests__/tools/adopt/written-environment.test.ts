import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withDraft } from "../../../tools/adopt/draft";
import { writtenEnvironment } from "../../../tools/adopt/written-environment";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-stack-written-"));
  file = join(folder, "agent-stack.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const ALL = `templates:
  small: { cli: { name: small } }
environments:
  base: { extends: small, connector: { name: base } }
  production: { extends: [base, loop], policies: {} }
  loop: { extends: loop }
  nothing:
`;

test("an environment of the configuration's file has a family: itself, then what it extends, nearest first", () => {
  writeFileSync(file, ALL);

  expect(writtenEnvironment(file, "production")).toEqual({
    name: "production",
    file,
    text: ALL,
    root: ["environments", "production"],
    family: [
      { extends: ["base", "loop"], policies: {} },
      { extends: "loop" },
      { extends: "small", connector: { name: "base" } },
      { cli: { name: "small" } },
    ],
  });
  expect(writtenEnvironment(file, "nothing")?.family).toEqual([{}]);
  expect(writtenEnvironment(join(folder, "missing.yaml"), "production")).toBeUndefined();
});

test("an environment may have a file of its own, which may extend what the other one has", () => {
  writeFileSync(file, ALL);
  mkdirSync(join(folder, "environments"));
  const own = join(folder, "environments", "acme.yaml");
  writeFileSync(own, "extends: small\n");

  expect(writtenEnvironment(file, "acme")).toEqual({
    name: "acme",
    file: own,
    text: "extends: small\n",
    root: [],
    family: [{ extends: "small" }, { cli: { name: "small" } }],
  });
});

test.each(["agent-stack.yaml", "environments/acme.yaml"])(
  "a draft changes a copy of %s only",
  async (name) => {
    mkdirSync(join(folder, "environments"));
    mkdirSync(join(folder, "locks"));
    const beside = ["locks/acme.terraform.lock.hcl", ".terraform.lock.hcl"];
    for (const each of ["agent-stack.yaml", "environments/acme.yaml", ...beside]) {
      writeFileSync(join(folder, each), each);
    }
    const draft = { name: "acme", file: join(folder, name), text: "draft", root: [], family: [] };
    let copy = "";

    const seen = await withDraft(file, draft, { HOME: "/h" }, async ({ AGENT_STACK_CONFIG = "", HOME }) => {
      copy = AGENT_STACK_CONFIG;
      const read = (path: string) => readFileSync(join(copy, "..", path), "utf8");
      expect(beside.map(read)).toEqual(beside);
      return [HOME, read("agent-stack.yaml"), read("environments/acme.yaml")];
    });

    expect(seen).toEqual(
      ["/h", "agent-stack.yaml", "environments/acme.yaml"].map((each) => (each === name ? "draft" : each)),
    );
    expect(readFileSync(join(folder, name), "utf8")).toBe(name);
    expect(() => readFileSync(copy)).toThrow("ENOENT");
  },
);

test("a message about a draft names the file that people have", async () => {
  writeFileSync(file, ALL);
  const draft = { name: "acme", file, text: "draft", root: [], family: [] };

  await expect(
    withDraft(file, draft, {}, async ({ AGENT_STACK_CONFIG }) => {
      throw new Error(`${AGENT_STACK_CONFIG}:3:5 is wrong`);
    }),
  ).rejects.toThrow(`${file}:3:5 is wrong`);
});
