import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEVICE_CODE_GRANT } from "../../../lib/rules/choices";
import { MANAGED_SCOPE_PREFIX } from "../../../lib/rules/scopes";
import { COLLECTIONS, OBJECTS, typesOf } from "../../../tools/objects";

const TOOLS = join(__dirname, "..", "..", "..", "tools");

const files = readdirSync(TOOLS, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.startsWith("objects/"))
  .map((file) => ({ file, text: readFileSync(join(TOOLS, file), "utf8") }));

const containing = (texts: readonly string[]) =>
  files.filter(({ text }) => texts.some((each) => text.includes(each))).map(({ file }) => file);

test("paths of the API are written in objects/ only", () => {
  expect(containing(COLLECTIONS.map(({ path }) => path))).toEqual([]);
});

test("Terraform's types are written in objects/ only", () => {
  const types = OBJECTS.flatMap(typesOf);

  expect(containing(types)).toEqual([]);
});

test("authentik's grant for devices and what its scope mappings begin with are written in lib/ only", () => {
  expect(containing([DEVICE_CODE_GRANT, MANAGED_SCOPE_PREFIX])).toEqual([]);
});
